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

import { listeningSummary } from '@app/shared/api-client/endpoints/listening/listening';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { jobsApiActions } from '@app/shared/jobs/jobs.actions';
import { yearsOf } from '../model/choices';
import { Metric, Playing, RangeQuery, Summary } from '../model/listening';
import { LiveEvents, LiveNews } from './live-events';

interface RoomState {
  /** A preset or two local days, as the calls take them. */
  range: RangeQuery;
  metric: Metric;
  /** Everything ever heard; null until it is known. */
  whole: Summary | null;
  /** Why it is not known. */
  problem: AppError | null;
  /** Grows when the history has changed, so that every chart asks again. */
  revision: number;
  playing: Playing | null;
}

/** Jobs after which the figures differ. */
const CHANGING = [
  'listening.import',
  'listening.undo',
  'listening.rename',
  'listening.rebuild',
  'listening.lookup',
  'demo.load',
];

const initial: RoomState = {
  range: { range: 'all' },
  metric: 'plays',
  whole: null,
  problem: null,
  revision: 0,
  playing: null,
};

/** What all pages of listening share: the range and metric chosen, and news of the history. */
export const RoomStore = signalStore(
  withState(initial),
  withComputed(({ whole, problem, metric, range }) => ({
    years: computed(() => {
      const history = whole();
      return history === null ? [] : yearsOf(history);
    }),
    empty: computed(() => whole()?.plays === 0),
    /** Why nothing of the history is known; null as soon as anything is. */
    unknown: computed(() => (whole() === null ? problem() : null)),
    /** The parameters of a chart of the range. */
    figures: computed(() => ({ ...range(), metric: metric() })),
  })),
  withMethods((store, api = inject(Api)) => ({
    setRange(range: RangeQuery): void {
      patchState(store, { range });
    },
    setMetric(metric: Metric): void {
      patchState(store, { metric });
    },
    changed(): void {
      patchState(store, ({ revision }) => ({ revision: revision + 1 }));
    },
    hear(news: LiveNews): void {
      patchState(store, ({ revision, playing }) => ({
        playing: news.kind === 'playing' ? news.playing : playing,
        revision: news.kind === 'changed' ? revision + 1 : revision,
      }));
    },
    loadWhole: rxMethod<number>(
      pipe(
        switchMap(() =>
          api.send(listeningSummary({ range: 'all' })).pipe(
            tap((whole) => {
              patchState(store, { whole, problem: null });
            }),
            catchError((error: unknown) => {
              patchState(store, { problem: AppError.from(error) });
              return EMPTY;
            }),
          ),
        ),
      ),
    ),
  })),
  withHooks({
    onInit(store, actions = inject(Actions), live = inject(LiveEvents)) {
      store.loadWhole(store.revision);
      rxMethod<unknown>(
        tap(() => {
          store.changed();
        }),
      )(
        actions.pipe(
          ofType(jobsApiActions.jobFinished),
          filter(({ job }) => job.state === 'succeeded' && CHANGING.includes(job.kind)),
        ),
      );
      rxMethod<LiveNews>(
        tap((news) => {
          store.hear(news);
        }),
      )(live.follow());
    },
  }),
);
