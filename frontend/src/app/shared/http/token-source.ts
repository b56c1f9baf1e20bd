import { InjectionToken } from '@angular/core';

/** Gives the bearer to everything that talks to the API; the accounts room provides it. */
export interface TokenSource {
  /** The access token in memory, or null when nobody is signed in. */
  token(): string | null;
  /** A fresh token by the refresh cookie; null when the session is over. Many callers, one request. */
  refresh(): Promise<string | null>;
}

export const TOKEN_SOURCE = new InjectionToken<TokenSource>('TokenSource', {
  factory: () => ({ token: () => null, refresh: () => Promise.resolve(null) }),
});
