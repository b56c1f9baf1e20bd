import { computed, inject } from '@angular/core';
import {
  patchState,
  signalStore,
  withComputed,
  withHooks,
  withMethods,
  withProps,
  withState,
} from '@ngrx/signals';
import { rxMethod } from '@ngrx/signals/rxjs-interop';
import { catchError, EMPTY, pipe, switchMap, tap } from 'rxjs';

import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { Order, Ranked } from '../model/ranking';
import { pagesFor } from './pages';
import { LeftLists, pageAfter, Ranking, RankingQuery } from './ranking-pages';
import { RoomStore } from './room.store';

interface RankingsState extends Ranking {
  /** What is ranked; null while no page shows it. */
  entity: Ranked | null;
  order: Order;
  loading: boolean;
  error: AppError | null;
  /** Grows when somebody wants to try again. */
  tries: number;
  /** Where the page under way begins. */
  asked: string | null;
}

const initial: RankingsState = {
  entity: null,
  order: 'desc',
  items: [],
  cursor: null,
  loading: true,
  error: null,
  tries: 0,
  asked: null,
};

const UNREAD = { items: [], cursor: null, revision: null };

/** Rankings without end, page after page; lists outlive their page, so that one comes back to them. */
export const RankingsStore = signalStore(
  withState(initial),
  withProps(() => ({ left: new LeftLists() })),
  withComputed(({ entity, order, tries }, room = inject(RoomStore)) => ({
    wanted: computed(() => {
      const ranked = entity();
      if (ranked === null) return null;
      const query: RankingQuery = { ...room.figures(), entity: ranked, order: order() };
      return { query, revision: room.revision(), tries: tries() };
    }),
  })),
  withMethods((store, api = inject(Api)) => ({
    load: rxMethod<ReturnType<typeof store.wanted>>(
      pipe(
        switchMap((wanted) => {
          if (wanted === null) return EMPTY;
          const { query, revision } = wanted;
          const { items, cursor, revision: read } = store.left.find(query) ?? UNREAD;
          const fresh = read === revision;
          patchState(store, { items, cursor, loading: !fresh, error: null, asked: null });
          if (fresh) return EMPTY;
          return pagesFor((after) => pageAfter(api, query, after), items.length).pipe(
            tap((found) => {
              patchState(store, { ...found, loading: false });
              store.left.keep(query, found, revision);
            }),
            catchError((error: unknown) => {
              patchState(store, { loading: false, error: AppError.from(error) });
              return EMPTY;
            }),
          );
        }),
      ),
    ),
  })),
  withMethods((store, api = inject(Api)) => ({
    more(): void {
      const [cursor, wanted] = [store.cursor(), store.wanted()];
      if (cursor === null || cursor === store.asked() || wanted === null || store.loading()) return;
      patchState(store, { asked: cursor, error: null });
      pageAfter(api, wanted.query, cursor).subscribe({
        next: (found) => {
          // Another list has no use for it.
          if (store.cursor() !== cursor || store.wanted() !== wanted) return;
          const all = { items: [...store.items(), ...found.items], cursor: found.cursor };
          patchState(store, all);
          store.left.keep(wanted.query, all, wanted.revision);
        },
        error: (error: unknown) => {
          patchState(store, { asked: null, error: AppError.from(error) });
        },
      });
    },
    /** Where the list was left, in pixels from the top of the window. */
    leftAt(): number {
      const wanted = store.wanted();
      return wanted === null ? 0 : (store.left.find(wanted.query)?.offset ?? 0);
    },
    remember(offset: number): void {
      const wanted = store.wanted();
      const known = wanted === null ? undefined : store.left.find(wanted.query);
      if (known !== undefined) known.offset = offset;
    },
    leave(): void {
      patchState(store, { entity: null });
    },
    show(entity: Ranked): void {
      patchState(store, { entity });
    },
    setOrder(order: Order): void {
      patchState(store, { order });
    },
  })),
  withMethods((store) => ({
    retry(): void {
      if (store.items().length > 0 && store.cursor() !== null) store.more();
      else patchState(store, ({ tries }) => ({ tries: tries + 1 }));
    },
  })),
  withHooks({
    onInit(store) {
      store.load(store.wanted);
    },
  }),
);
