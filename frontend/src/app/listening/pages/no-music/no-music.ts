import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { getDemo, loadDemo } from '@app/shared/api-client/endpoints/demo/demo';
import { Api } from '@app/shared/http/api';
import { apiResource } from '@app/shared/http/api-resource';
import { ErrorText } from '@app/shared/http/error-text';
import { idempotent } from '@app/shared/http/idempotency';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { Toasts } from '@app/shared/ui/toasts/toasts';

/** Instead of charts without figures: how the first music comes in. */
@Component({
  selector: 'app-no-music',
  imports: [EmptyState, MatButton, RouterLink, TranslocoDirective],
  template: `
    <app-empty-state
      *transloco="let t"
      art="listening"
      [heading]="t('listening.empty.heading')"
      [text]="t('listening.empty.text')"
    >
      <a matButton="filled" routerLink="/listening/imports" data-testid="empty-import">
        {{ t('listening.empty.import') }}
      </a>
      @if (offered()) {
        <button
          matButton
          type="button"
          data-testid="load-demo"
          [disabled]="asked()"
          (click)="load()"
        >
          {{ asked() ? t('listening.empty.demoRuns') : t('listening.empty.demo') }}
        </button>
      }
    </app-empty-state>
  `,
})
export class NoMusic {
  readonly #api = inject(Api);
  readonly #jobs = inject(Store);
  readonly #toasts = inject(Toasts);
  readonly #errorText = inject(ErrorText);
  // A server without demo data answers 404: then nothing is offered.
  readonly #demo = apiResource(() => getDemo());
  protected readonly asked = signal(false);
  protected readonly offered = computed(() => this.#demo.hasValue() && !this.#demo.value().loaded);

  protected load(): void {
    this.asked.set(true);
    this.#api.send(loadDemo(idempotent())).subscribe({
      next: ({ job_id }) => {
        this.#jobs.dispatch(jobsPageActions.jobSubmitted({ id: job_id }));
      },
      error: (error: unknown) => {
        this.asked.set(false);
        this.#toasts.show(this.#errorText.of(error), 'bad');
      },
    });
  }
}
