import { Component, computed, inject, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { ErrorText } from '@app/shared/http/error-text';
import { AgoPipe, BytesPipe } from '@app/shared/i18n/pipes';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { Icon } from '@app/shared/ui/icon/icon';
import { JobProgress } from '@app/shared/ui/job-progress/job-progress';
import { Uploads } from '@app/shared/upload/uploads.store';

/** Everything under way: uploads first, then jobs, newest on top. */
@Component({
  selector: 'app-jobs-tray',
  imports: [AgoPipe, BytesPipe, Icon, JobProgress, MatButton, MatIconButton, TranslocoDirective],
  templateUrl: './jobs-tray.html',
  styleUrl: './jobs-tray.scss',
})
export class JobsTray {
  readonly #store = inject(Store);
  readonly closed = output();
  protected readonly uploads = inject(Uploads);
  protected readonly errorText = inject(ErrorText);
  protected readonly jobs = this.#store.selectSignal(jobsFeature.selectAll);
  protected readonly live = this.#store.selectSignal(jobsFeature.selectLive);
  protected readonly files = computed(() => this.uploads.entities().toReversed());
  protected readonly empty = computed(() => this.jobs().length + this.files().length === 0);

  protected cancel(id: string): void {
    this.#store.dispatch(jobsPageActions.cancelChosen({ id }));
  }

  protected retry(id: string): void {
    this.#store.dispatch(jobsPageActions.retryChosen({ id }));
  }

  protected clear(): void {
    this.uploads.clearFinished();
    this.#store.dispatch(jobsPageActions.finishedCleared());
  }
}
