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
import { catchError, EMPTY, expand, last, map, Observable, pipe, scan, switchMap, tap } from 'rxjs';

import { listeningGenres, topItems } from '@app/shared/api-client/endpoints/listening/listening';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { Metric, RangeQuery } from '../model/listening';
import { Order, Place, placeOf, placeOfGenre, Ranked } from '../model/ranking';
import { RoomStore } from './room.store';

interface Page {
  places: Place[];
  cursor: string | null;
}
interface Query extends RangeQuery {
  entity: Ranked;
  order: Order;
  metric: Metric;
}
interface RankingsState extends Page {
  /** What is ranked; null while no page shows it. */
  entity: Ranked | null;
  order: Order;
  loading: boolean;
  error: AppError | null;
  tries: number;
}
/** A list as it was left, to be found again like that. */
interface Left extends Page {
  revision: number;
  offset: number;
}

const PAGE = 100;
/** A longer list begins anew when the history changes. */
const MOST_PAGES = 20;
const initial: RankingsState = {
  entity: null,
  order: 'desc',
  places: [],
  cursor: null,
  loading: true,
  error: null,
  tries: 0,
};

/** Rankings without end, page after page; lists outlive their page, so that one comes back to them. */
export const RankingsStore = signalStore(
  withState(initial),
  withComputed(({ entity, order, tries }, room = inject(RoomStore)) => ({
    query: computed(() => {
      const ranked = entity();
      if (ranked === null) return null;
      const query: Query = { ...room.figures(), entity: ranked, order: order() };
      return { query, revision: room.revision(), tries: tries() };
    }),
  })),
  withMethods((store, api = inject(Api)) => {
    const left = new Map<string, Left>();
    let asked: string | null = null;
    const page = ({ entity, ...query }: Query, cursor: string | null): Observable<Page> => {
      const ask = { ...query, limit: PAGE, cursor };
      if (entity === 'genre') {
        return api.send(listeningGenres(ask)).pipe(
          map(({ items, next_cursor }) => ({
            places: items.map(placeOfGenre),
            cursor: next_cursor,
          })),
        );
      }
      return api.send(topItems({ ...ask, entity })).pipe(
        map(({ items, next_cursor }) => ({
          places: items.map((item) => placeOf(item, entity)),
          cursor: next_cursor,
        })),
      );
    };
    /** As many pages as stand there already, so that nobody is thrown back to the first one. */
    const pages = (query: Query, wanted: number): Observable<Page> =>
      page(query, null).pipe(
        expand(({ cursor }, index) =>
          cursor === null || index + 1 >= wanted ? EMPTY : page(query, cursor),
        ),
        scan((all, { places, cursor }) => ({ places: [...all.places, ...places], cursor })),
        last(),
      );
    const fail = (error: unknown): typeof EMPTY => {
      patchState(store, { loading: false, error: AppError.from(error) });
      return EMPTY;
    };
    const nameOf = (query: Query): string => JSON.stringify(query);
    return {
      load: rxMethod<ReturnType<typeof store.query>>(
        pipe(
          switchMap((wanted) => {
            if (wanted === null) return EMPTY;
            const { query, revision } = wanted;
            const name = nameOf(query);
            const known = left.get(name);
            asked = null;
            patchState(store, {
              places: known?.places ?? [],
              cursor: known?.cursor ?? null,
              loading: known?.revision !== revision,
              error: null,
            });
            if (known?.revision === revision) return EMPTY;
            const size = Math.ceil((known?.places.length ?? 0) / PAGE);
            return pages(query, Math.min(MOST_PAGES, size)).pipe(
              tap((found) => {
                patchState(store, { ...found, loading: false });
                left.set(name, { ...found, revision, offset: known?.offset ?? 0 });
              }),
              catchError(fail),
            );
          }),
        ),
      ),
      more(): void {
        const [cursor, wanted] = [store.cursor(), store.query()];
        if (cursor === null || cursor === asked || wanted === null || store.loading()) return;
        asked = cursor;
        page(wanted.query, cursor).subscribe({
          next: (found) => {
            if (store.cursor() !== cursor || store.query() !== wanted) return;
            const all = { places: [...store.places(), ...found.places], cursor: found.cursor };
            patchState(store, { ...all, error: null });
            left.set(nameOf(wanted.query), { ...all, revision: wanted.revision, offset: 0 });
          },
          error: (error: unknown) => {
            asked = null;
            patchState(store, { error: AppError.from(error) });
          },
        });
      },
      /** Where the list was left, in pixels from its start. */
      leftAt(): number {
        const wanted = store.query();
        return wanted === null ? 0 : (left.get(nameOf(wanted.query))?.offset ?? 0);
      },
      remember(offset: number): void {
        const wanted = store.query();
        const known = wanted === null ? undefined : left.get(nameOf(wanted.query));
        if (known !== undefined) known.offset = offset;
      },
      leave(): void {
        patchState(store, { entity: null });
      },
    };
  }),
  withMethods((store) => ({
    show(entity: Ranked): void {
      patchState(store, { entity });
    },
    setOrder(order: Order): void {
      patchState(store, { order });
    },
    retry(): void {
      if (store.places().length > 0) store.more();
      else patchState(store, ({ tries }) => ({ tries: tries + 1, error: null }));
    },
  })),
  withHooks({
    onInit(store) {
      store.load(store.query);
    },
  }),
);
