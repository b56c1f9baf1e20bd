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
import { Store } from '@ngrx/store';
import { catchError, EMPTY, pipe, switchMap, tap } from 'rxjs';

import { sessionFeature } from '@app/accounts/public';
import {
  deleteListen,
  listeningListens,
} from '@app/shared/api-client/endpoints/listening/listening';
import type { ListeningListensParams } from '@app/shared/api-client/model/listeningListensParams';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { RoomStore } from '../../data/room.store';
import { historyRows, Listen } from '../../model/history';

interface HistoryState {
  items: Listen[];
  cursor: string | null;
  loading: boolean;
  error: AppError | null;
  /** Hidden, and deleted when nobody takes it back. */
  leaving: readonly number[];
}

const PAGE = 100;
const initial: HistoryState = {
  items: [],
  cursor: null,
  loading: true,
  error: null,
  leaving: [],
};

/** Single plays, newest first, page after page. */
export const HistoryStore = signalStore(
  withState(initial),
  withComputed(
    (
      { items, leaving },
      user = inject(Store).selectSignal(sessionFeature.selectUser),
      room = inject(RoomStore),
    ) => ({
      query: computed(() => ({ ...room.range(), limit: PAGE, revision: room.revision() })),
      rows: computed(() =>
        historyRows(items(), { zone: user()?.timezone ?? 'UTC', without: new Set(leaving()) }),
      ),
      zone: computed(() => user()?.timezone ?? 'UTC'),
    }),
  ),
  withMethods((store, api = inject(Api)) => {
    const fail = (error: unknown): typeof EMPTY => {
      patchState(store, { loading: false, error: AppError.from(error) });
      return EMPTY;
    };
    return {
      load: rxMethod<ListeningListensParams>(
        pipe(
          tap(() => {
            patchState(store, { loading: true, error: null });
          }),
          switchMap((query) =>
            api.send(listeningListens(query)).pipe(
              tap(({ items, next_cursor: cursor }) => {
                patchState(store, { items, cursor, loading: false });
              }),
              catchError(fail),
            ),
          ),
        ),
      ),
    };
  }),
  withMethods((store, api = inject(Api)) => {
    /** The page under way belongs to this list; another list has no use for it. */
    let asked: string | null = null;
    return {
      more(): void {
        const [cursor, query] = [store.cursor(), store.query()];
        if (cursor === null || cursor === asked || store.loading()) return;
        asked = cursor;
        api.send(listeningListens({ ...query, cursor })).subscribe({
          next: ({ items, next_cursor }) => {
            if (store.cursor() !== cursor) return;
            patchState(store, { items: [...store.items(), ...items], cursor: next_cursor });
          },
          error: (error: unknown) => {
            asked = null;
            patchState(store, { error: AppError.from(error) });
          },
        });
      },
      hide(id: number): void {
        patchState(store, ({ leaving }) => ({ leaving: [...leaving, id] }));
      },
      keep(id: number): void {
        patchState(store, ({ leaving }) => ({ leaving: leaving.filter((one) => one !== id) }));
      },
      remove(id: number): void {
        if (!store.leaving().includes(id)) return;
        api.send(deleteListen(id)).subscribe({
          next: () => {
            patchState(store, ({ items }) => ({ items: items.filter((item) => item.id !== id) }));
          },
          error: (error: unknown) => {
            patchState(store, ({ leaving }) => ({
              leaving: leaving.filter((one) => one !== id),
              error: AppError.from(error),
            }));
          },
        });
      },
    };
  }),
  withHooks({
    onInit(store) {
      store.load(store.query);
    },
  }),
);
