import { createFeature, createReducer, createSelector, on } from '@ngrx/store';

import type { AppError } from '@app/shared/http/app-error';
import { User } from '../model/account';
import { sessionApiActions, sessionPageActions } from './session.actions';

export interface SessionState {
  /**
   * `unknown` until the first refresh has answered; `away` when it could not be asked: the pages
   * stay open to whoever was signed in before, and fill when the server is back.
   */
  status: 'unknown' | 'anonymous' | 'away' | 'signed-in';
  user: User | null;
  pending: boolean;
  error: AppError | null;
}

const initial: SessionState = { status: 'unknown', user: null, pending: false, error: null };
const anonymous: SessionState = { ...initial, status: 'anonymous' };

function signedIn(user: User): SessionState {
  return { status: 'signed-in', user, pending: false, error: null };
}

export const sessionFeature = createFeature({
  name: 'session',
  reducer: createReducer(
    initial,
    on(
      sessionPageActions.logInSubmitted,
      sessionPageActions.registrationSubmitted,
      sessionPageActions.setupSubmitted,
      (state): SessionState => ({ ...state, pending: true, error: null }),
    ),
    on(sessionPageActions.formOpened, (state): SessionState => ({ ...state, error: null })),
    on(sessionApiActions.signedIn, (_, { grant }): SessionState => signedIn(grant.user)),
    on(sessionApiActions.renewed, sessionApiActions.profileChanged, (_, { user }): SessionState =>
      signedIn(user),
    ),
    on(sessionApiActions.signInFailed, (state, { error }): SessionState => ({
      ...state,
      pending: false,
      error,
    })),
    on(sessionApiActions.serverAway, (state): SessionState => {
      return state.status === 'unknown' ? { ...state, status: 'away' } : state;
    }),
    on(
      sessionApiActions.nobodySignedIn,
      sessionApiActions.sessionOver,
      sessionApiActions.loggedOut,
      (): SessionState => anonymous,
    ),
  ),
  extraSelectors: ({ selectStatus }) => ({
    selectSignedIn: createSelector(selectStatus, (status) => status === 'signed-in'),
  }),
});
