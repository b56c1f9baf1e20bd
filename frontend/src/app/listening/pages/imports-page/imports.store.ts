import { inject } from '@angular/core';
import { Actions, ofType } from '@ngrx/effects';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { removeEntity, setAllEntities, upsertEntities, withEntities } from '@ngrx/signals/entities';
import { rxMethod } from '@ngrx/signals/rxjs-interop';
import { catchError, EMPTY, filter, merge, mergeMap, pipe, switchMap, tap } from 'rxjs';

import { listImports, undoImport } from '@app/shared/api-client/endpoints/imports/imports';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { jobsApiActions } from '@app/shared/jobs/jobs.actions';
import { Uploads } from '@app/shared/upload/uploads.store';
import { uploadsApiActions } from '@app/shared/upload/uploads.actions';
import { ImportItem } from '../../model/imports';

interface ImportsState {
  nextCursor: string | null;
  status: 'loading' | 'ready' | 'failed';
  sending: number;
  error: AppError | null;
  /** Why a file was not taken; the list itself is fine. */
  refusal: { filename: string; error: AppError } | null;
}

const initial: ImportsState = {
  nextCursor: null,
  status: 'loading',
  sending: 0,
  error: null,
  refusal: null,
};

/** Imports of the history: sent, followed, taken back. */
export const ImportsStore = signalStore(
  withState(initial),
  withEntities<ImportItem>(),
  withMethods((store, api = inject(Api), uploads = inject(Uploads)) => ({
    load: rxMethod<string | null>(
      pipe(
        switchMap((cursor) =>
          api.send(listImports({ limit: 20, cursor })).pipe(
            tap(({ items, next_cursor }) => {
              const page = cursor === null ? setAllEntities(items) : upsertEntities(items);
              patchState(store, page, { nextCursor: next_cursor, status: 'ready', error: null });
            }),
            catchError((error: unknown) => {
              patchState(store, { status: 'failed', error: AppError.from(error) });
              return EMPTY;
            }),
          ),
        ),
      ),
    ),
    /** Sends one file; the shared queue adds the key that makes a repeat harmless. */
    async send(file: File): Promise<void> {
      patchState(store, ({ sending }) => ({ sending: sending + 1, refusal: null }));
      try {
        await uploads.add(file, 'import');
      } catch (error) {
        patchState(store, { refusal: { filename: file.name, error: AppError.from(error) } });
      } finally {
        patchState(store, ({ sending }) => ({ sending: sending - 1 }));
      }
    },
    remove: rxMethod<string>(
      mergeMap((id) =>
        api.send(undoImport(id)).pipe(
          tap(() => {
            patchState(store, removeEntity(id));
          }),
          catchError((error: unknown) => {
            patchState(store, { error: AppError.from(error) });
            return EMPTY;
          }),
        ),
      ),
    ),
  })),
  withHooks({
    onInit(store, actions = inject(Actions)) {
      const changes = merge(
        actions.pipe(ofType(uploadsApiActions.importStarted)),
        actions.pipe(
          ofType(jobsApiActions.jobFinished),
          filter(({ job }) => job.kind === 'listening.import'),
        ),
      );
      store.load(null);
      const renew = rxMethod<unknown>(
        tap(() => {
          store.load(null);
        }),
      );
      renew(changes);
    },
  }),
);
