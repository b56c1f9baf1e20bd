import { inject, Injectable } from '@angular/core';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';

import { refreshSession } from '@app/shared/api-client/endpoints/accounts/accounts';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { TokenSource } from '@app/shared/http/token-source';
import { backoff } from '@app/shared/util/backoff';
import { remember } from '@app/shared/util/storage';
import { Grant } from '../model/account';
import { sessionApiActions } from './session.actions';

type Word = { grant: Grant } | { over: true };

/** Renew this long before the end, so that no request meets a token dying on the way. */
const EARLY_MS = 60_000;

/**
 * The access token, in memory only. One refresh at a time in this tab (a shared promise) and
 * across tabs (a lock): a tab that waited takes the token the winner broadcast, because a second
 * use of the same cookie would end the whole session.
 */
@Injectable({ providedIn: 'root' })
export class Tokens implements TokenSource {
  readonly #api = inject(Api);
  readonly #store = inject(Store);
  readonly #channel = openChannel((word) => {
    this.#heard(word);
  });
  #token: string | null = null;
  #failures = 0;
  #running: Promise<string | null> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  token(): string | null {
    return this.#token;
  }

  refresh(): Promise<string | null> {
    this.#running ??= this.#refreshAlone().finally(() => (this.#running = null));
    return this.#running;
  }

  /** Takes a new session of this tab and tells the other tabs. */
  accept(grant: Grant): void {
    this.#keep(grant);
    this.#channel?.postMessage({ grant } satisfies Word);
  }

  /** Forgets the session here and in the other tabs. */
  drop(): void {
    this.#forget();
    this.#channel?.postMessage({ over: true } satisfies Word);
  }

  async #refreshAlone(): Promise<string | null> {
    const before = this.#token;
    const locks = globalThis.navigator.locks as LockManager | undefined;
    const work = async (): Promise<string | null> =>
      this.#token !== before && this.#token !== null ? this.#token : this.#ask();
    return locks ? locks.request('musaic.refresh', work) : work();
  }

  async #ask(): Promise<string | null> {
    try {
      const grant = await firstValueFrom(this.#api.send(refreshSession(), { bearer: false }));
      this.accept(grant);
      this.#store.dispatch(sessionApiActions.renewed({ user: grant.user }));
      return grant.access_token;
    } catch (error) {
      const { status } = AppError.from(error);
      // Only a clear "no" ends the session; a server that is away does not.
      if (status === 401 || status === 403) this.#end();
      else this.#comeBack();
      return null;
    }
  }

  #end(): void {
    const { sessionOver, nobodySignedIn } = sessionApiActions;
    // At the start there was no session to lose: nobody has to be sent anywhere.
    const news = this.#token === null ? nobodySignedIn() : sessionOver();
    this.drop();
    this.#store.dispatch(news);
  }

  #comeBack(): void {
    this.#store.dispatch(sessionApiActions.serverAway());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), backoff((this.#failures += 1)));
  }

  #heard(word: Word): void {
    if ('grant' in word) {
      this.#keep(word.grant);
      this.#store.dispatch(sessionApiActions.renewed({ user: word.grant.user }));
    } else {
      this.#forget();
      this.#store.dispatch(sessionApiActions.sessionOver());
    }
  }

  #keep(grant: Grant): void {
    this.#token = grant.access_token;
    remember('signed-in', '1');
    clearTimeout(this.#timer);
    this.#failures = 0;
    const wait = Math.max(5000, grant.expires_in * 1000 - EARLY_MS);
    this.#timer = setTimeout(() => void this.refresh(), wait);
  }

  #forget(): void {
    this.#token = null;
    clearTimeout(this.#timer);
    remember('signed-in', null);
    delete globalThis.document.documentElement.dataset['signedIn'];
  }
}

function openChannel(hear: (word: Word) => void): BroadcastChannel | null {
  if (!('BroadcastChannel' in globalThis)) return null;
  const channel = new BroadcastChannel('musaic.session');
  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    hear(data);
  };
  return channel;
}
