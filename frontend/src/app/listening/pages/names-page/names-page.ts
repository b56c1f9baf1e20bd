import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { ErrorText } from '@app/shared/http/error-text';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { JobProgress } from '@app/shared/ui/job-progress/job-progress';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { AuditSection } from './audit-section/audit-section';
import { NamesStore } from './names.store';
import { RuleComposer } from './rule-composer/rule-composer';
import { RulesSection } from './rules-section/rules-section';
import { SwitchesSection } from './switches-section/switches-section';

/** How artists, albums and songs are told apart and put together in every chart. */
@Component({
  selector: 'app-names-page',
  imports: [
    AuditSection,
    ErrorState,
    Icon,
    JobProgress,
    MatButton,
    PageHeader,
    RouterLink,
    RuleComposer,
    RulesSection,
    Skeleton,
    SwitchesSection,
    TranslocoDirective,
  ],
  providers: [NamesStore],
  templateUrl: './names-page.html',
  styles: `
    .card {
      display: grid;
      gap: var(--s-4);
      min-width: 0;
    }
  `,
})
export default class NamesPage {
  readonly #app = inject(Store);
  protected readonly store = inject(NamesStore);
  protected readonly errorText = inject(ErrorText);
  readonly #jobs = this.#app.selectSignal(jobsFeature.selectEntities);
  /** While it runs, and when it broke; a job that is done says nothing any more. */
  protected readonly job = computed(() => {
    const job = this.#jobs()[this.store.job() ?? ''];
    return job === undefined || job.state === 'succeeded' ? null : job;
  });

  protected load(): void {
    void this.store.load();
  }

  protected cancel(id: string): void {
    this.#app.dispatch(jobsPageActions.cancelChosen({ id }));
  }

  protected retry(id: string): void {
    this.#app.dispatch(jobsPageActions.retryChosen({ id }));
  }
}
