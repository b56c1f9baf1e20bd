import { inject } from '@angular/core';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { catchError, EMPTY, map, mergeMap, of, switchMap } from 'rxjs';

import { cancelJob, getJob, retryJob } from '@app/shared/api-client/endpoints/jobs/jobs';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { jobsApiActions, jobsPageActions } from './jobs.actions';
import { JobsStream } from './jobs.stream';

/** One stream for the whole app, as long as somebody is signed in. */
export const follow = createEffect(
  (actions = inject(Actions), stream = inject(JobsStream)) =>
    actions.pipe(
      ofType(jobsPageActions.sessionBegan, jobsPageActions.sessionEnded),
      switchMap(({ type }) =>
        type === jobsPageActions.sessionBegan.type ? stream.actions() : EMPTY,
      ),
    ),
  { functional: true },
);

/** A new job shows at once, also while the stream is being re-opened. */
export const fetchSubmitted = createEffect(
  (actions = inject(Actions), api = inject(Api)) =>
    actions.pipe(
      ofType(jobsPageActions.jobSubmitted),
      mergeMap(({ id }) =>
        api.send(getJob(id)).pipe(
          map((job) => jobsApiActions.jobFound({ job })),
          catchError(() => EMPTY),
        ),
      ),
    ),
  { functional: true },
);

export const command = createEffect(
  (actions = inject(Actions), api = inject(Api)) =>
    actions.pipe(
      ofType(jobsPageActions.cancelChosen, jobsPageActions.retryChosen),
      mergeMap(({ id, type }) =>
        api.send(type === jobsPageActions.cancelChosen.type ? cancelJob(id) : retryJob(id)).pipe(
          map(() => jobsApiActions.commandAccepted({ id })),
          catchError((error: unknown) =>
            of(jobsApiActions.commandFailed({ id, error: AppError.from(error) })),
          ),
        ),
      ),
    ),
  { functional: true },
);
