import { inject } from '@angular/core';
import { patchState, signalStore, withMethods, withState } from '@ngrx/signals';
import {
  addEntity,
  removeEntity,
  setAllEntities,
  setEntity,
  withEntities,
} from '@ngrx/signals/entities';
import { firstValueFrom } from 'rxjs';

import * as calls from '@app/shared/api-client/endpoints/scrobbling/scrobbling';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { Relay } from '../../model/apps';
import { RelayRequest } from '../../model/relays';

interface RelaysState {
  status: 'loading' | 'ready' | 'failed';
  adding: boolean;
  /** The relay that is being tried. */
  testing: string | null;
  error: AppError | null;
  refusal: AppError | null;
}

const initial: RelaysState = {
  status: 'loading',
  adding: false,
  testing: null,
  error: null,
  refusal: null,
};

/** Services that live listens are passed on to. One per page. */
export const RelaysStore = signalStore(
  withState(initial),
  withEntities<Relay>(),
  withMethods((store, api = inject(Api)) => ({
    async load(): Promise<void> {
      try {
        const { items } = await firstValueFrom(api.send(calls.listScrobbleRelays()));
        patchState(store, setAllEntities(items), { status: 'ready', error: null });
      } catch (error) {
        patchState(store, { status: 'failed', error: AppError.from(error) });
      }
    },
    async add(request: RelayRequest): Promise<boolean> {
      patchState(store, { adding: true, refusal: null });
      try {
        const relay = await firstValueFrom(api.send(calls.createScrobbleRelay(request)));
        patchState(store, addEntity(relay), { adding: false });
        return true;
      } catch (error) {
        patchState(store, { adding: false, refusal: AppError.from(error) });
        return false;
      }
    },
    async test(id: string): Promise<boolean> {
      patchState(store, { testing: id, refusal: null });
      try {
        const relay = await firstValueFrom(api.send(calls.testScrobbleRelay(id)));
        patchState(store, setEntity(relay), { testing: null });
        return true;
      } catch (error) {
        patchState(store, { testing: null, refusal: AppError.from(error) });
        return false;
      }
    },
    async remove(id: string): Promise<void> {
      patchState(store, { refusal: null });
      try {
        await firstValueFrom(api.send(calls.removeScrobbleRelay(id)));
        patchState(store, removeEntity(id));
      } catch (error) {
        patchState(store, { refusal: AppError.from(error) });
      }
    },
  })),
);
