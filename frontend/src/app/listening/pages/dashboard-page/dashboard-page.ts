import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { loadDemo, getDemo } from '@app/shared/api-client/endpoints/demo/demo';
import { Api } from '@app/shared/http/api';
import { apiResource } from '@app/shared/http/api-resource';
import { ErrorText } from '@app/shared/http/error-text';
import { idempotent } from '@app/shared/http/idempotency';
import { Language } from '@app/shared/i18n/language';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { RangePicker } from '@app/shared/ui/range-picker/range-picker';
import { isCustom } from '@app/shared/ui/range-picker/range';
import { Segment, Segmented } from '@app/shared/ui/segmented/segmented';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { yearRange } from '../../model/choices';
import { Entity, Metric } from '../../model/listening';
import { ListeningCharts } from '../../ui/charts/charts';
import { Hero } from '../../ui/hero/hero';
import { TopList } from '../../ui/top-list/top-list';
import { DashboardStore } from './dashboard.store';

const METRICS: readonly Metric[] = ['plays', 'time'];
const ENTITIES: readonly Entity[] = ['track', 'artist', 'album'];

/** What, when and how much: the figures of one's own listening. */
@Component({
  selector: 'app-dashboard-page',
  imports: [
    EmptyState,
    ErrorState,
    Hero,
    Icon,
    ListeningCharts,
    MatButton,
    PageHeader,
    RangePicker,
    RouterLink,
    Segmented,
    Skeleton,
    TopList,
    TranslocoDirective,
  ],
  providers: [DashboardStore],
  templateUrl: './dashboard-page.html',
  styleUrl: './dashboard-page.scss',
})
export default class DashboardPage {
  readonly #language = inject(Language);
  readonly #api = inject(Api);
  readonly #jobs = inject(Store);
  readonly #toasts = inject(Toasts);
  protected readonly errorText = inject(ErrorText);
  protected readonly store = inject(DashboardStore);
  protected readonly demoAsked = signal(false);
  // A server without demo data answers 404: then nothing is offered.
  readonly #demo = apiResource(() => (this.store.empty() ? getDemo() : undefined));
  protected readonly demoOffered = computed(
    () => this.#demo.hasValue() && !this.#demo.value().loaded,
  );
  protected readonly metrics = computed<Segment<Metric>[]>(() =>
    METRICS.map((value) => ({ value, label: this.#language.t(`listening.metrics.${value}`) })),
  );
  protected readonly entities = computed<Segment<Entity>[]>(() =>
    ENTITIES.map((value) => ({ value, label: this.#language.t(`listening.top.${value}`) })),
  );
  protected readonly covers = computed(() =>
    this.store
      .top()
      .slice(0, 4)
      .map(({ name }) => name),
  );
  protected readonly year = computed(() => {
    const range = this.store.range();
    const chosen = isCustom(range) ? range.from.slice(0, 4) : '';
    const { from, to } = yearRange(chosen);
    return isCustom(range) && range.from === from && range.to === to ? chosen : '';
  });

  protected chooseYear(year: string): void {
    this.store.setRange(year === '' ? { range: 'all' } : yearRange(year));
  }

  protected loadDemo(): void {
    this.demoAsked.set(true);
    this.#api.send(loadDemo(idempotent())).subscribe({
      next: ({ job_id }) => {
        this.#jobs.dispatch(jobsPageActions.jobSubmitted({ id: job_id }));
      },
      error: (error: unknown) => {
        this.demoAsked.set(false);
        this.#toasts.show(this.errorText.of(error), 'bad');
      },
    });
  }
}
