import { TestBed } from '@angular/core/testing';
import { provideState, provideStore, Store } from '@ngrx/store';
import { Observable, of, Subject, throwError } from 'rxjs';

import { AppError } from '@app/shared/http/app-error';
import { Api } from '@app/shared/http/api';
import { Grant, User } from '../model/account';
import { sessionApiActions, sessionPageActions } from './session.actions';
import { sessionFeature } from './session.feature';
import { Tokens } from './tokens';

const user: User = {
  id: 7,
  email: 'a@b.kz',
  display_name: 'A',
  is_admin: false,
  timezone: 'UTC',
  locale: 'en',
  created_at: '2026-11-01T00:00:00Z',
};
const grant = (access_token: string): Grant => ({
  access_token,
  token_type: 'bearer',
  expires_in: 600,
  user,
});

describe('session state', () => {
  const { reducer } = sessionFeature;
  const start = reducer(undefined, { type: 'start' });

  it('does not know who is there before the first refresh has answered', () => {
    expect(start.status).toBe('unknown');
    expect(reducer(start, sessionApiActions.nobodySignedIn()).status).toBe('anonymous');
    expect(reducer(start, sessionApiActions.renewed({ user })).status).toBe('signed-in');
  });

  it('never holds the token', () => {
    const state = reducer(start, sessionApiActions.signedIn({ grant: grant('secret') }));
    expect(JSON.stringify(state)).not.toContain('secret');
  });

  it('shows an error until the next try', () => {
    const error = new AppError(401, 'invalid_credentials');
    const failed = reducer(start, sessionApiActions.signInFailed({ error }));
    expect(failed.error).toBe(error);
    const credentials = { email: 'a', password: 'b' };
    const again = reducer(failed, sessionPageActions.logInSubmitted({ credentials }));
    expect([again.error, again.pending]).toEqual([null, true]);
  });
});

describe('Tokens', () => {
  const refresh = vi.fn<() => Observable<Grant>>();
  let tokens: Tokens;
  let store: Store;

  beforeEach(() => {
    localStorage.clear();
    refresh.mockReset();
    TestBed.configureTestingModule({
      providers: [
        provideStore(),
        provideState(sessionFeature),
        { provide: Api, useValue: { send: refresh } },
      ],
    });
    tokens = TestBed.inject(Tokens);
    store = TestBed.inject(Store) as Store;
  });

  const status = (): string => store.selectSignal(sessionFeature.selectStatus)();

  it('asks once however many wait', async () => {
    const reply = new Subject<Grant>();
    refresh.mockReturnValue(reply);
    const waiting = [tokens.refresh(), tokens.refresh(), tokens.refresh()];
    await vi.waitFor(() => {
      expect(refresh).toHaveBeenCalled();
    });
    reply.next(grant('fresh'));
    expect(await Promise.all(waiting)).toEqual(['fresh', 'fresh', 'fresh']);
    expect(refresh).toHaveBeenCalledTimes(1);
    expect([tokens.token(), status()]).toEqual(['fresh', 'signed-in']);
    expect(localStorage.getItem('musaic.signed-in')).toBe('1');
  });

  it('ends the session on a clear no', async () => {
    tokens.accept(grant('old'));
    refresh.mockReturnValue(throwError(() => new AppError(401, 'session_ended')));
    expect(await tokens.refresh()).toBeNull();
    expect([tokens.token(), status()]).toEqual([null, 'anonymous']);
    expect(localStorage.getItem('musaic.signed-in')).toBeNull();
  });

  it('keeps the session while the server is away', async () => {
    tokens.accept(grant('old'));
    refresh.mockReturnValue(throwError(() => new AppError(503, 'server_away')));
    expect(await tokens.refresh()).toBeNull();
    expect(tokens.token()).toBe('old');
    expect(localStorage.getItem('musaic.signed-in')).toBe('1');
  });

  it('takes the token another tab was given', async () => {
    const other = new BroadcastChannel('musaic.session');
    other.postMessage({ grant: grant('from the other tab') });
    await vi.waitFor(() => {
      expect(tokens.token()).toBe('from the other tab');
    });
    refresh.mockReturnValue(of(grant('x')));
    other.postMessage({ over: true });
    await vi.waitFor(() => {
      expect(status()).toBe('anonymous');
    });
    other.close();
  });
});
