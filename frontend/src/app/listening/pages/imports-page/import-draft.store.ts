import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import { rxMethod } from '@ngrx/signals/rxjs-interop';
import { Store } from '@ngrx/store';
import {
  catchError,
  debounceTime,
  EMPTY,
  filter,
  firstValueFrom,
  pipe,
  switchMap,
  tap,
} from 'rxjs';

import { previewImport, sendImport } from '@app/shared/api-client/endpoints/imports/imports';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { idempotent, newIdempotencyKey } from '@app/shared/http/idempotency';
import { UploadApi } from '@app/shared/upload/upload.api';
import { uploadsApiActions } from '@app/shared/upload/uploads.actions';
import { startingMaps } from '../../model/column-map';
import { importBody, ImportOptions, isWorthStarting, USUAL } from '../../model/import-draft';
import { ColumnMap, ImportPreview } from '../../model/imports';

interface DraftState {
  /** Files that wait until the one before them is decided. */
  waiting: File[];
  file: File | null;
  step: 'idle' | 'sending' | 'ready' | 'starting';
  sent: number;
  preview: ImportPreview | null;
  options: ImportOptions;
  /** True while the preview is older than the options. */
  looking: boolean;
  error: AppError | null;
  key: string;
}

const nothing = { file: null, step: 'idle', sent: 0, preview: null, looking: false } as const;
const initial: DraftState = { ...nothing, waiting: [], options: USUAL, error: null, key: '' };
const PAUSE_MS = 350;

/** One file on its way into the history: sent, looked into, decided upon. One per page. */
export const ImportDraft = signalStore(
  withState(initial),
  withComputed(({ preview, options, looking, error }) => ({
    startable: computed(() => {
      const found = preview();
      return found !== null && !looking() && !error() && isWorthStarting(found, options());
    }),
  })),
  withMethods((store, api = inject(Api)) => ({
    /** Asks again, once the person pauses. */
    lookAgain: rxMethod<ImportOptions>(
      pipe(
        debounceTime(PAUSE_MS),
        filter(() => store.preview() !== null),
        switchMap((options) => {
          const id = store.preview()?.media_id ?? '';
          return api.send(previewImport(importBody(id, options))).pipe(
            tap((preview) => {
              patchState(store, { preview, looking: false, error: null });
            }),
            catchError((error: unknown) => {
              patchState(store, { looking: false, error: AppError.from(error) });
              return EMPTY;
            }),
          );
        }),
      ),
    ),
  })),
  withMethods((store) => ({
    choose(change: Partial<ImportOptions>): void {
      const options = { ...store.options(), ...change };
      patchState(store, { options, looking: true, error: null, key: newIdempotencyKey() });
      store.lookAgain(options);
    },
  })),
  withMethods((store) => ({
    /** Says how tables with that signature are read; null takes it back. */
    mapTable(signature: string, map: ColumnMap | null): void {
      const others = Object.entries(store.options().mappings).filter(([key]) => key !== signature);
      const own = map === null ? [] : [[signature, map] as const];
      store.choose({ mappings: Object.fromEntries([...others, ...own]) });
    },
  })),
  withMethods((store, uploads = inject(UploadApi)) => {
    let stop = new AbortController();
    const next = async (): Promise<void> => {
      const [file, ...waiting] = store.waiting();
      if (file === undefined || store.file() !== null) return;
      stop = new AbortController();
      const { signal } = stop;
      const key = newIdempotencyKey();
      patchState(store, { ...nothing, file, waiting, step: 'sending', options: USUAL, key });
      try {
        const preview = await uploads.look(file, signal, (sent) => {
          if (!signal.aborted) patchState(store, { sent });
        });
        if (signal.aborted) return;
        patchState(store, { preview, step: 'ready' });
        const mappings = startingMaps(preview);
        if (Object.keys(mappings).length > 0) store.choose({ mappings });
      } catch (error) {
        if (signal.aborted) return;
        patchState(store, { error: AppError.from(error), step: 'ready' });
      }
    };
    const leave = (): Promise<void> => {
      stop.abort();
      patchState(store, { ...nothing, error: null });
      return next();
    };
    return {
      add(files: readonly File[]): Promise<void> {
        patchState(store, ({ waiting }) => ({ waiting: [...waiting, ...files] }));
        // A file that could not be read has been answered by choosing another.
        return store.file() !== null && store.preview() === null && store.error()
          ? leave()
          : next();
      },
      /** Leaves this file out; the server forgets it within a day. */
      leave,
    };
  }),
  withMethods((store, api = inject(Api), app = inject(Store)) => ({
    async start(): Promise<void> {
      const id = store.preview()?.media_id;
      if (id === undefined || !store.startable()) return;
      patchState(store, { step: 'starting', error: null });
      try {
        const body = importBody(id, store.options());
        const accepted = await firstValueFrom(api.send(sendImport(body, idempotent(store.key()))));
        app.dispatch(uploadsApiActions.importStarted(accepted));
        await store.leave();
      } catch (error) {
        patchState(store, { step: 'ready', error: AppError.from(error) });
      }
    },
  })),
);
