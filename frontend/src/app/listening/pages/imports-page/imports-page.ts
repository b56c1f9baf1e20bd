import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { ErrorText } from '@app/shared/http/error-text';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { SourceGallery } from '../../ui/source-gallery/source-gallery';
import { ImportCard } from './import-card/import-card';
import { ImportsStore } from './imports.store';
import { NewImport } from './new-import/new-import';
import { TakeOut } from './take-out/take-out';

/** Brings a listening history in, and shows what became of each file. */
@Component({
  selector: 'app-imports-page',
  imports: [
    ErrorState,
    Icon,
    ImportCard,
    MatButton,
    NewImport,
    PageHeader,
    RouterLink,
    Skeleton,
    SourceGallery,
    TakeOut,
    TranslocoDirective,
  ],
  providers: [ImportsStore],
  templateUrl: './imports-page.html',
  styles: `
    .list {
      display: grid;
      gap: var(--s-3);
    }
    .more {
      justify-self: center;
    }
  `,
})
export default class ImportsPage {
  readonly #jobs = inject(Store);
  protected readonly store = inject(ImportsStore);
  protected readonly errorText = inject(ErrorText);
  protected readonly jobs = this.#jobs.selectSignal(jobsFeature.selectEntities);

  protected cancel(id: string): void {
    this.#jobs.dispatch(jobsPageActions.cancelChosen({ id }));
  }

  protected retry(id: string): void {
    this.#jobs.dispatch(jobsPageActions.retryChosen({ id }));
  }
}
