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
import { catchError, EMPTY, pipe, switchMap, tap } from 'rxjs';

import { topItems } from '@app/shared/api-client/endpoints/listening/listening';
import type { TopItemsParams } from '@app/shared/api-client/model/topItemsParams';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { ListeningApi } from '../../data/listening.api';
import { RoomStore } from '../../data/room.store';
import { Charts, Entity, RangeQuery, Summary, TopItem } from '../../model/listening';

interface DashboardState {
  entity: Entity;
  whole: Summary | null;
  charts: Charts | null;
  top: TopItem[];
  loading: boolean;
  error: AppError | null;
  /** Grows when somebody wants to try again. */
  tries: number;
}

/** Three covers, and as many rows on the left of a wide page as on its right. */
const TOP_PAGE = 13;

const initial: DashboardState = {
  entity: 'track',
  whole: null,
  charts: null,
  top: [],
  loading: true,
  error: null,
  tries: 0,
};

/** State of the listening page; old figures stay on the page while new ones are on their way. */
export const DashboardStore = signalStore(
  withState(initial),
  withComputed(({ entity, whole, tries }, room = inject(RoomStore)) => ({
    chartsQuery: computed(() => ({
      range: room.range(),
      revision: room.revision() + tries(),
    })),
    topQuery: computed(() => ({
      ...room.figures(),
      entity: entity(),
      limit: TOP_PAGE,
      // Not asked for: a new number makes a new query.
      revision: room.revision() + tries(),
    })),
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
            tap(({ items }) => {
              patchState(store, { top: items });
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
    setEntity(entity: Entity): void {
      patchState(store, { entity, top: [] });
    },
    reload(): void {
      patchState(store, ({ tries }) => ({ tries: tries + 1 }));
    },
  })),
  withHooks({
    onInit(store) {
      store.loadCharts(store.chartsQuery);
      store.loadTop(store.topQuery);
    },
  }),
);
