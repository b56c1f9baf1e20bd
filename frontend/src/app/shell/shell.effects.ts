import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { distinctUntilChanged, filter, map, tap } from 'rxjs';
import { Store } from '@ngrx/store';

import { sessionFeature } from '@app/accounts/public';
import { libraryApiActions } from '@app/catalog/public';
import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { jobsApiActions, jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { playerPageActions } from '@app/shared/player/player.actions';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { uploadsApiActions } from '@app/shared/upload/uploads.actions';

/** Sign-in opens the stream of jobs; signing out closes it. */
export const followSession = createEffect(
  (store = inject(Store)) =>
    store.select(sessionFeature.selectStatus).pipe(
      filter((status) => status === 'signed-in' || status === 'anonymous'),
      distinctUntilChanged(),
      map((status) =>
        status === 'signed-in' ? jobsPageActions.sessionBegan() : jobsPageActions.sessionEnded(),
      ),
    ),
  { functional: true },
);

export const silence = createEffect(
  (actions = inject(Actions)) =>
    actions.pipe(
      ofType(jobsPageActions.sessionEnded),
      map(() => playerPageActions.closed()),
    ),
  { functional: true },
);

export const showImport = createEffect(
  (actions = inject(Actions)) =>
    actions.pipe(
      ofType(uploadsApiActions.importStarted),
      map(({ job_id }) => jobsPageActions.jobSubmitted({ id: job_id })),
    ),
  { functional: true },
);

/** A history is looked into before it is imported, wherever it was dropped. */
export const showPreview = createEffect(
  (actions = inject(Actions), router = inject(Router)) =>
    actions.pipe(
      ofType(uploadsApiActions.historyOffered),
      tap(() => void router.navigateByUrl('/listening/imports')),
    ),
  { functional: true, dispatch: false },
);

export const announce = createEffect(
  (
    actions = inject(Actions),
    toasts = inject(Toasts),
    language = inject(Language),
    text = inject(ErrorText),
  ) =>
    actions.pipe(
      ofType(
        jobsApiActions.jobFinished,
        jobsApiActions.commandFailed,
        libraryApiActions.removalFailed,
      ),
      tap((action) => {
        if ('error' in action) {
          toasts.show(text.of(action.error), 'bad');
          return;
        }
        const { kind, state, error_code, error_message } = action.job;
        const name = language.find(`jobs.kinds.${kind}`) ?? kind;
        if (state === 'succeeded') toasts.show(language.t('shell.jobs.done', { name }), 'good');
        if (state === 'failed' || state === 'dead') {
          toasts.show(`${name}: ${text.byCode(error_code, error_message)}`, 'bad');
        }
      }),
    ),
  { functional: true, dispatch: false },
);
