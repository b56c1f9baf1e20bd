import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import { firstValueFrom } from 'rxjs';

import * as calls from '@app/shared/api-client/endpoints/scrobbling/scrobbling';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { ConnectedApp, NewApp, Setup } from '../../model/apps';

interface AppsState {
  apps: ConnectedApp[];
  setup: Setup | null;
  status: 'loading' | 'ready' | 'failed';
  /** The app made just now, with what is shown only this once. */
  made: NewApp | null;
  busy: boolean;
  /** Why the lists could not be loaded. */
  error: AppError | null;
  /** Why the last change was refused. */
  refusal: AppError | null;
}

const initial: AppsState = {
  apps: [],
  setup: null,
  status: 'loading',
  made: null,
  busy: false,
  error: null,
  refusal: null,
};

/** Apps that send listens here, and what to enter in them. One per page. */
export const AppsStore = signalStore(
  withState(initial),
  withComputed(({ apps, status }) => ({
    empty: computed(() => status() === 'ready' && apps().length === 0),
  })),
  withMethods((store, api = inject(Api)) => ({
    async load(): Promise<void> {
      try {
        const [{ items }, setup] = await Promise.all([
          firstValueFrom(api.send(calls.listScrobbleApps())),
          firstValueFrom(api.send(calls.scrobblingSetup())),
        ]);
        patchState(store, { apps: items, setup, status: 'ready', error: null });
      } catch (error) {
        patchState(store, { status: 'failed', error: AppError.from(error) });
      }
    },
    /** True when the app was made: its password is in `made` until `forget`. */
    async make(name: string): Promise<boolean> {
      patchState(store, { busy: true, refusal: null });
      try {
        const made = await firstValueFrom(api.send(calls.createScrobbleApp({ name })));
        patchState(store, ({ apps }) => ({ made, apps: [made.app, ...apps], busy: false }));
        return true;
      } catch (error) {
        patchState(store, { busy: false, refusal: AppError.from(error) });
        return false;
      }
    },
    forget(): void {
      patchState(store, { made: null });
    },
    async revoke(id: string): Promise<void> {
      patchState(store, { refusal: null });
      try {
        await firstValueFrom(api.send(calls.revokeScrobbleApp(id)));
        patchState(store, ({ apps, made }) => ({
          apps: apps.filter((app) => app.id !== id),
          made: made?.app.id === id ? null : made,
        }));
      } catch (error) {
        patchState(store, { refusal: AppError.from(error) });
      }
    },
  })),
);
