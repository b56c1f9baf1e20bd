import { inject } from '@angular/core';
import { Actions, ofType } from '@ngrx/effects';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import {
  removeEntity,
  setAllEntities,
  updateEntity,
  upsertEntities,
  withEntities,
} from '@ngrx/signals/entities';
import { rxMethod } from '@ngrx/signals/rxjs-interop';
import { Store } from '@ngrx/store';
import { catchError, EMPTY, filter, merge, mergeMap, pipe, switchMap, tap } from 'rxjs';

import { listImports, undoImport } from '@app/shared/api-client/endpoints/imports/imports';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { jobsApiActions, jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { uploadsApiActions } from '@app/shared/upload/uploads.actions';
import { ImportItem } from '../../model/imports';

interface ImportsState {
  nextCursor: string | null;
  status: 'loading' | 'ready' | 'failed';
  error: AppError | null;
}

const initial: ImportsState = { nextCursor: null, status: 'loading', error: null };
const KINDS: readonly string[] = ['listening.import', 'listening.undo'];

/** Imports of the history: followed, and taken back. */
export const ImportsStore = signalStore(
  withState(initial),
  withEntities<ImportItem>(),
  withMethods((store, api = inject(Api), app = inject(Store)) => ({
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
    /** Takes an import back: at once, or in a large history by a job that is then followed. */
    remove: rxMethod<string>(
      mergeMap((id) =>
        api.send(undoImport(id)).pipe(
          tap((accepted) => {
            // A 204 has no body.
            const job = accepted ? accepted.job_id : null;
            if (job === null) {
              patchState(store, removeEntity(id));
              return;
            }
            patchState(store, updateEntity({ id, changes: { undo_job_id: job } }));
            app.dispatch(jobsPageActions.jobSubmitted({ id: job }));
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
          filter(({ job }) => KINDS.includes(job.kind)),
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
