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
import { deleteListen } from '@app/shared/api-client/endpoints/listening/listening';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { historyRows, Listen } from '../model/history';
import { playsAfter } from './history-pages';
import { PAGE, Pages, pagesFor } from './pages';
import { RoomStore } from './room.store';

interface HistoryState extends Pages<Listen> {
  /** Whether a page shows it. */
  shown: boolean;
  loading: boolean;
  error: AppError | null;
  /** What was asked for, and of which history, when the plays were read. */
  read: { query: string; revision: number } | null;
  /** Grows when somebody wants to try again. */
  tries: number;
  /** Where the page under way begins. */
  asked: string | null;
  /** Where the window stood, in pixels from the top. */
  offset: number;
  /** Hidden, and deleted when nobody takes it back. */
  leaving: readonly number[];
}

const UNREAD = { items: [], cursor: null, read: null, offset: 0 };
const initial: HistoryState = {
  ...UNREAD,
  shown: false,
  loading: true,
  error: null,
  tries: 0,
  asked: null,
  leaving: [],
};

/** Single plays, newest first, page after page; they outlive their page, so that one comes back to them. */
export const HistoryStore = signalStore(
  withState(initial),
  withComputed(
    (
      { items, leaving, shown, tries },
      user = inject(Store).selectSignal(sessionFeature.selectUser),
      room = inject(RoomStore),
    ) => ({
      wanted: computed(() => {
        if (!shown()) return null;
        return {
          query: { ...room.range(), limit: PAGE },
          revision: room.revision(),
          tries: tries(),
        };
      }),
      rows: computed(() =>
        historyRows(items(), { zone: user()?.timezone ?? 'UTC', without: new Set(leaving()) }),
      ),
      zone: computed(() => user()?.timezone ?? 'UTC'),
    }),
  ),
  withMethods((store, api = inject(Api)) => ({
    load: rxMethod<ReturnType<typeof store.wanted>>(
      pipe(
        switchMap((wanted) => {
          if (wanted === null) return EMPTY;
          const [read, query] = [store.read(), JSON.stringify(wanted.query)];
          if (read?.query !== query) patchState(store, UNREAD);
          const fresh = read?.query === query && read.revision === wanted.revision;
          patchState(store, { loading: !fresh, error: null, asked: null });
          if (fresh) return EMPTY;
          return pagesFor(
            (cursor) => playsAfter(api, wanted.query, cursor),
            store.items().length,
          ).pipe(
            tap((found) => {
              const read = { query, revision: wanted.revision };
              patchState(store, { ...found, loading: false, read });
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
  withMethods((store, api = inject(Api)) => {
    return {
      more(): void {
        const [cursor, wanted] = [store.cursor(), store.wanted()];
        if (cursor === null || cursor === store.asked() || wanted === null || store.loading())
          return;
        patchState(store, { asked: cursor, error: null });
        playsAfter(api, wanted.query, cursor).subscribe({
          next: (found) => {
            if (store.cursor() !== cursor) return;
            const items = [...store.items(), ...found.items];
            patchState(store, { items, cursor: found.cursor });
          },
          error: (error: unknown) => {
            patchState(store, { asked: null, error: AppError.from(error) });
          },
        });
      },
      show(shown: boolean): void {
        patchState(store, { shown });
      },
      leftAt: store.offset,
      remember(offset: number): void {
        patchState(store, { offset });
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
