import { computed, inject } from '@angular/core';
import {
  patchState,
  signalStore,
  withComputed,
  withHooks,
  withMethods,
  withState,
} from '@ngrx/signals';
import { rxMethod } from '@ngrx/signals/rxjs-interop';
import { Actions, ofType } from '@ngrx/effects';
import { catchError, EMPTY, filter, pipe, switchMap, tap } from 'rxjs';

import { topItems } from '@app/shared/api-client/endpoints/listening/listening';
import type { TopItemsParams } from '@app/shared/api-client/model/topItemsParams';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { jobsApiActions } from '@app/shared/jobs/jobs.actions';
import { rangeParams, TimeRange } from '@app/shared/ui/range-picker/range';
import { ListeningApi } from '../../data/listening.api';
import { yearsOf } from '../../model/choices';
import { Charts, Entity, Metric, RangeQuery, Summary, TopItem } from '../../model/listening';

interface DashboardState {
  range: TimeRange;
  metric: Metric;
  entity: Entity;
  whole: Summary | null;
  charts: Charts | null;
  top: TopItem[];
  topCursor: string | null;
  loading: boolean;
  error: AppError | null;
  /** Grows when the history has changed, so that everything is asked again. */
  revision: number;
}

const TOP_PAGE = 12;
/** Jobs after which the figures differ. */
const CHANGING = ['listening.import', 'listening.rebuild', 'demo.load'];

const initial: DashboardState = {
  range: { range: 'all' },
  metric: 'plays',
  entity: 'track',
  whole: null,
  charts: null,
  top: [],
  topCursor: null,
  loading: true,
  error: null,
  revision: 0,
};

/** State of the listening page; old figures stay on the page while new ones are on their way. */
export const DashboardStore = signalStore(
  withState(initial),
  withComputed(({ range, metric, entity, whole, revision }) => ({
    chartsQuery: computed(() => ({ range: rangeParams(range()), revision: revision() })),
    topQuery: computed(() => ({
      ...rangeParams(range()),
      entity: entity(),
      metric: metric(),
      limit: TOP_PAGE,
      cursor: null,
      // Not asked for: a new number makes a new query.
      revision: revision(),
    })),
    years: computed(() => {
      const history = whole();
      return history === null ? [] : yearsOf(history);
    }),
    empty: computed(() => whole()?.plays === 0),
  })),
  withMethods((store, api = inject(Api), listening = inject(ListeningApi)) => {
    const fail = (error: unknown): typeof EMPTY => {
      patchState(store, { loading: false, error: AppError.from(error) });
      return EMPTY;
    };
    const loadTop = rxMethod<TopItemsParams>(
      pipe(
        switchMap((query) =>
          api.send(topItems(query)).pipe(
            tap(({ items, next_cursor }) => {
              const before = query.cursor === null ? [] : store.top();
              patchState(store, { top: [...before, ...items], topCursor: next_cursor });
            }),
            catchError(fail),
          ),
        ),
      ),
    );
    return {
      loadTop,
      loadCharts: rxMethod<{ range: RangeQuery }>(
        pipe(
          tap(() => {
            patchState(store, { loading: true, error: null });
          }),
          switchMap(({ range }) =>
            listening.charts(range).pipe(
              tap((found) => {
                patchState(store, { ...found, loading: false });
              }),
              catchError(fail),
            ),
          ),
        ),
      ),
    };
  }),
  withMethods((store) => ({
    more(): void {
      store.loadTop({ ...store.topQuery(), cursor: store.topCursor() });
    },
    setRange(range: TimeRange): void {
      patchState(store, { range });
    },
    setMetric(metric: Metric): void {
      patchState(store, { metric });
    },
    setEntity(entity: Entity): void {
      patchState(store, { entity, top: [], topCursor: null });
    },
    reload(): void {
      patchState(store, ({ revision }) => ({ revision: revision + 1 }));
    },
  })),
  withHooks({
    onInit(store, actions = inject(Actions)) {
      store.loadCharts(store.chartsQuery);
      store.loadTop(store.topQuery);
      const changes = actions.pipe(
        ofType(jobsApiActions.jobFinished),
        filter(({ job }) => job.state === 'succeeded' && CHANGING.includes(job.kind)),
      );
      const renew = rxMethod<unknown>(
        tap(() => {
          store.reload();
        }),
      );
      renew(changes);
    },
  }),
);
