import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { NumPipe, SpanPipe } from '@app/shared/i18n/pipes';

/** What this component needs to know of a job; the job views of the API fit. */
export interface JobLike {
  kind: string;
  state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'dead';
  step: string | null;
  percent: number;
  eta_ms: number | null;
  error_code: string | null;
  error_message: string | null;
  cancel_requested: boolean;
}

/** A job as a person wants to see it: what is happening, how far, how long; stop or try again. */
@Component({
  selector: 'app-job-progress',
  imports: [MatButton, NumPipe, SpanPipe, TranslocoDirective],
  templateUrl: './job-progress.html',
  styleUrl: './job-progress.scss',
})
export class JobProgress {
  readonly #language = inject(Language);
  readonly job = input.required<JobLike>();
  /** A name for the work, for example the file's; the kind of job stands in for it. */
  readonly label = input('');
  readonly cancelled = output();
  readonly retried = output();

  protected readonly active = computed(() => ['queued', 'running'].includes(this.job().state));
  protected readonly broken = computed(() => ['failed', 'dead'].includes(this.job().state));
  protected readonly retryable = computed(() => this.broken() || this.job().state === 'cancelled');
  protected readonly name = computed(
    () => this.label() || (this.#language.find(`jobs.kinds.${this.job().kind}`) ?? this.job().kind),
  );
  protected readonly status = computed(() => {
    const { state, step, error_code, error_message, cancel_requested } = this.job();
    if (this.broken()) {
      const known = error_code === null ? null : this.#language.find(`errors.${error_code}`);
      return known ?? error_message ?? this.#language.t('jobs.states.failed');
    }
    if (this.active() && cancel_requested) return this.#language.t('jobs.states.cancelling');
    if (state !== 'running' || step === null) return this.#language.t(`jobs.states.${state}`);
    return this.#language.find(`jobs.steps.${step}`) ?? step;
  });
}
