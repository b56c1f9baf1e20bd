import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { catchError, exhaustMap, filter, from, map, Observable, of, tap } from 'rxjs';

import * as calls from '@app/shared/api-client/endpoints/accounts/accounts';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { recall } from '@app/shared/util/storage';
import { Grant } from '../model/account';
import { sessionApiActions, sessionPageActions } from './session.actions';
import { Tokens } from './tokens';

/** Calls that make a session carry no bearer of an older one. */
const OPEN = { bearer: false };

type SignInResult = ReturnType<
  typeof sessionApiActions.signedIn | typeof sessionApiActions.signInFailed
>;

function signIn(reply: Observable<Grant>, tokens: Tokens): Observable<SignInResult> {
  return reply.pipe(
    tap((grant) => {
      tokens.accept(grant);
    }),
    map((grant) => sessionApiActions.signedIn({ grant })),
    catchError((error: unknown) =>
      of(sessionApiActions.signInFailed({ error: AppError.from(error) })),
    ),
  );
}

/** Without the mark of an earlier visit nobody is asked: a 401 on every first visit is noise. */
export const start = createEffect(
  (actions = inject(Actions), tokens = inject(Tokens)) =>
    actions.pipe(
      ofType(sessionPageActions.appStarted),
      exhaustMap(() => (recall('signed-in') === null ? of(null) : from(tokens.refresh()))),
      filter((token) => token === null && recall('signed-in') === null),
      map(() => sessionApiActions.nobodySignedIn()),
    ),
  { functional: true },
);

export const logIn = createEffect(
  (actions = inject(Actions), api = inject(Api), tokens = inject(Tokens)) =>
    actions.pipe(
      ofType(sessionPageActions.logInSubmitted),
      exhaustMap(({ credentials }) => {
        const { email, password } = credentials;
        return signIn(api.send(calls.logIn({ username: email, password }), OPEN), tokens);
      }),
    ),
  { functional: true },
);

export const register = createEffect(
  (actions = inject(Actions), api = inject(Api), tokens = inject(Tokens)) =>
    actions.pipe(
      ofType(sessionPageActions.registrationSubmitted),
      exhaustMap(({ registration }) =>
        signIn(api.send(calls.register(registration), OPEN), tokens),
      ),
    ),
  { functional: true },
);

export const setUp = createEffect(
  (actions = inject(Actions), api = inject(Api), tokens = inject(Tokens)) =>
    actions.pipe(
      ofType(sessionPageActions.setupSubmitted),
      exhaustMap(({ registration, token }) =>
        signIn(api.send(calls.setUp({ ...registration, token }), OPEN), tokens),
      ),
    ),
  { functional: true },
);

export const enter = createEffect(
  (actions = inject(Actions), router = inject(Router)) =>
    actions.pipe(
      ofType(sessionApiActions.signedIn),
      tap(() => {
        const wanted: unknown = router.parseUrl(router.url).queryParams['next'];
        // Only paths of this app: a foreign address here would be an open redirect.
        const safe = typeof wanted === 'string' && /^\/(?![/\\])/.test(wanted);
        void router.navigateByUrl(safe ? wanted : '/home');
      }),
    ),
  { functional: true, dispatch: false },
);

export const logOut = createEffect(
  (actions = inject(Actions), api = inject(Api), tokens = inject(Tokens)) =>
    actions.pipe(
      ofType(sessionPageActions.logOutChosen),
      exhaustMap(() =>
        api.send(calls.logOut()).pipe(
          catchError(() => of(undefined)),
          tap(() => {
            tokens.drop();
          }),
          map(() => sessionApiActions.loggedOut()),
        ),
      ),
    ),
  { functional: true },
);

export const leave = createEffect(
  (actions = inject(Actions), router = inject(Router)) =>
    actions.pipe(
      ofType(sessionApiActions.loggedOut, sessionApiActions.sessionOver),
      tap(({ type }) => {
        const next = type === sessionApiActions.sessionOver.type ? { next: router.url } : {};
        void router.navigate(['/log-in'], { queryParams: next });
      }),
    ),
  { functional: true, dispatch: false },
);
