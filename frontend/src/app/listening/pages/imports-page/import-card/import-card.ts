import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { getImport, getImportRejects } from '@app/shared/api-client/endpoints/imports/imports';
import { Api } from '@app/shared/http/api';
import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { AgoPipe, DayPipe, NumPipe } from '@app/shared/i18n/pipes';
import { isActive, Job } from '@app/shared/jobs/job';
import { Icon } from '@app/shared/ui/icon/icon';
import { JobProgress } from '@app/shared/ui/job-progress/job-progress';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { saveFile } from '@app/shared/util/save-file';
import { ImportItem, Reject } from '../../../model/imports';

const FIGURES = ['rows_read', 'added', 'duplicates', 'skipped', 'rejected'] as const;

/** One import: how far it is, what it brought, what it left out, and the way back. */
@Component({
  selector: 'app-import-card',
  imports: [AgoPipe, DayPipe, Icon, JobProgress, MatButton, NumPipe, TranslocoDirective],
  templateUrl: './import-card.html',
  styleUrl: './import-card.scss',
  host: { class: 'card' },
})
export class ImportCard {
  readonly #api = inject(Api);
  readonly #language = inject(Language);
  readonly #toasts = inject(Toasts);
  readonly #errorText = inject(ErrorText);
  readonly item = input.required<ImportItem>();
  readonly job = input<Job | null>(null);
  readonly undone = output();
  readonly cancelled = output<string>();
  readonly retried = output<string>();

  protected readonly confirming = signal(false);
  protected readonly rejects = signal<readonly Reject[] | null>(null);
  /** A finished job that worked needs no progress: the figures say it. */
  protected readonly shown = computed(() => {
    const job = this.job();
    return job === null || job.state === 'succeeded' ? null : job;
  });
  /** While it runs it can be cancelled; what is there can be taken back. */
  protected readonly running = computed(() => {
    const job = this.shown();
    return job !== null && isActive(job);
  });
  /** Before the job is done all figures are 0, which says nothing. */
  protected readonly settled = computed(() => this.item().state === 'succeeded');
  protected readonly format = computed(() => {
    const { format } = this.item();
    return format === null ? null : (this.#language.find(`listening.formats.${format}`) ?? format);
  });
  protected readonly left = computed(() => this.item().skipped + this.item().rejected);
  protected readonly figures = computed(() =>
    FIGURES.map((key) => ({ key, value: this.item()[key] })),
  );

  protected reasonOf({ reason }: Reject): string {
    return this.#language.find(`listening.rejects.reasons.${reason}`) ?? reason;
  }

  protected undo(): void {
    this.confirming.set(false);
    this.undone.emit();
  }

  protected toggleRejects(): void {
    if (this.rejects() !== null) {
      this.rejects.set(null);
      return;
    }
    this.#api.send(getImport(this.item().id)).subscribe({
      next: ({ rejects }) => {
        this.rejects.set(rejects);
      },
      error: this.#show,
    });
  }

  protected download(): void {
    const { id, filename } = this.item();
    this.#api.download(getImportRejects(id)).subscribe({
      next: (csv) => {
        saveFile(csv, `${filename}-left-out.csv`);
      },
      error: this.#show,
    });
  }

  readonly #show = (error: unknown): void => {
    this.#toasts.show(this.#errorText.of(error), 'bad');
  };
}
