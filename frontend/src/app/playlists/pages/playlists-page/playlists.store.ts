import { computed, inject } from '@angular/core';
import { Router } from '@angular/router';
import {
  patchState,
  signalStore,
  withComputed,
  withHooks,
  withMethods,
  withState,
} from '@ngrx/signals';
import { rxMethod } from '@ngrx/signals/rxjs-interop';
import { catchError, EMPTY, exhaustMap, forkJoin, pipe, switchMap, tap, timer } from 'rxjs';

import {
  generatePlaylist,
  listPlaylists,
} from '@app/shared/api-client/endpoints/playlists/playlists';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { idempotent, newIdempotencyKey } from '@app/shared/http/idempotency';
import { SeedsApi } from '../../data/seeds.api';
import { PlaylistSummary, Seed } from '../../model/playlist';

const MOST_SEEDS = 5;
const PAGE = { limit: 24 };
const TYPING_MS = 250;

export interface PlaylistsState {
  items: PlaylistSummary[];
  nextCursor: string | null;
  favourites: Seed[];
  found: Seed[] | null;
  seeds: Seed[];
  explore: number;
  length: number;
  status: 'loading' | 'ready' | 'failed';
  generating: boolean;
  error: AppError | null;
  refusal: AppError | null;
  /** Kept while the same wish is tried again, renewed with every change of it. */
  key: string;
}

const initial = (): PlaylistsState => ({
  items: [],
  nextCursor: null,
  favourites: [],
  found: null,
  seeds: [],
  explore: 35,
  length: 25,
  status: 'loading',
  generating: false,
  error: null,
  refusal: null,
  key: newIdempotencyKey(),
});

export const PlaylistsStore = signalStore(
  withState(initial),
  withComputed(({ seeds, generating, favourites, status, items }) => ({
    ready: computed(() => seeds().length > 0 && !generating()),
    full: computed(() => seeds().length >= MOST_SEEDS),
    noHistory: computed(
      () => status() === 'ready' && favourites().length === 0 && items().length === 0,
    ),
  })),
  withMethods((store, api = inject(Api), songs = inject(SeedsApi)) => {
    const fail = (error: unknown): typeof EMPTY => {
      patchState(store, { error: AppError.from(error) });
      // What is on the page stays: then only its next part is missing.
      if (store.status() !== 'ready') patchState(store, { status: 'failed' });
      return EMPTY;
    };
    return {
      load: rxMethod<unknown>(
        switchMap(() =>
          forkJoin([api.send(listPlaylists(PAGE)), songs.favourites()]).pipe(
            tap(([{ items, next_cursor: nextCursor }, favourites]) => {
              patchState(store, { items, nextCursor, favourites, status: 'ready', error: null });
            }),
            catchError(fail),
          ),
        ),
      ),
      more: rxMethod<string>(
        exhaustMap((cursor) =>
          api.send(listPlaylists({ ...PAGE, cursor })).pipe(
            tap(({ items, next_cursor: nextCursor }) => {
              patchState(store, { items: [...store.items(), ...items], nextCursor, error: null });
            }),
            catchError(fail),
          ),
        ),
      ),
      /** Waits until the typing pauses; an empty word shows the favourites again. */
      search: rxMethod<string>(
        pipe(
          switchMap((q) => {
            if (q.trim() === '') patchState(store, { found: null });
            if (q.trim() === '') return EMPTY;
            return timer(TYPING_MS).pipe(
              switchMap(() => songs.search(q.trim())),
              tap((found) => {
                patchState(store, { found });
              }),
              catchError((error: unknown) => {
                patchState(store, { refusal: AppError.from(error) });
                return EMPTY;
              }),
            );
          }),
        ),
      ),
    };
  }),
  withMethods((store, api = inject(Api), router = inject(Router)) => {
    const wish = (changes: Partial<Pick<PlaylistsState, 'seeds' | 'explore' | 'length'>>): void => {
      patchState(store, { ...changes, refusal: null, key: newIdempotencyKey() });
    };
    return {
      toggle(seed: Seed): void {
        const others = store.seeds().filter(({ track_id }) => track_id !== seed.track_id);
        const present = others.length < store.seeds().length;
        wish({ seeds: present || store.full() ? others : [...others, seed] });
      },
      setExplore(explore: number): void {
        wish({ explore });
      },
      setLength(length: number): void {
        wish({ length });
      },
      generate: rxMethod<unknown>(
        exhaustMap(() => {
          patchState(store, { generating: true, refusal: null });
          const seeds = store.seeds().map(({ track_id }) => ({ track_id }));
          const request = { seeds, explore: store.explore(), length: store.length() };
          return api.send(generatePlaylist(request, idempotent(store.key()))).pipe(
            tap(({ id }) => {
              patchState(store, { generating: false, key: newIdempotencyKey() });
              void router.navigate(['/playlists', id]);
            }),
            catchError((error: unknown) => {
              patchState(store, { generating: false, refusal: AppError.from(error) });
              return EMPTY;
            }),
          );
        }),
      ),
    };
  }),
  withHooks({
    onInit(store) {
      store.load(null);
    },
  }),
);
