import { computed, inject } from '@angular/core';
import {
  patchState,
  signalStore,
  withComputed,
  withHooks,
  withMethods,
  withState,
} from '@ngrx/signals';
import { firstValueFrom } from 'rxjs';

import * as calls from '@app/shared/api-client/endpoints/listening/listening';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { Connection, Invitation, NewInvitation, standing } from '../model/people';

interface PeopleState {
  connections: Connection[];
  invitations: Invitation[];
  /** The invitation made just now, with the link that is shown only this once. */
  made: NewInvitation | null;
  status: 'loading' | 'ready' | 'failed';
  busy: boolean;
  /** Why the lists could not be loaded. */
  error: AppError | null;
  /** Why the last change was refused. */
  refusal: AppError | null;
}

const initial: PeopleState = {
  connections: [],
  invitations: [],
  made: null,
  status: 'loading',
  busy: false,
  error: null,
  refusal: null,
};

/** Whom the user compares with, and who is invited to. One per page. */
export const PeopleStore = signalStore(
  withState(initial),
  withComputed(({ connections, invitations, made, status }) => ({
    standing: computed(() => standing(connections())),
    ended: computed(() => connections().filter(({ ended_at }) => ended_at !== null)),
    /** Open invitations besides the one whose link is on the page. */
    waiting: computed(() => invitations().filter(({ id }) => id !== made()?.id)),
    alone: computed(
      () => status() === 'ready' && connections().length === 0 && invitations().length === 0,
    ),
  })),
  withMethods((store, api = inject(Api)) => ({
    async load(): Promise<void> {
      try {
        const [connections, invitations] = await Promise.all([
          firstValueFrom(api.send(calls.listConnections())),
          firstValueFrom(api.send(calls.listInvitations())),
        ]);
        patchState(store, {
          connections: connections.items,
          invitations: invitations.items,
          status: 'ready',
          error: null,
        });
      } catch (error) {
        patchState(store, { status: 'failed', error: AppError.from(error) });
      }
    },
    async change(work: () => Promise<void>): Promise<void> {
      patchState(store, { busy: true, refusal: null });
      try {
        await work();
        patchState(store, { busy: false });
      } catch (error) {
        patchState(store, { busy: false, refusal: AppError.from(error) });
      }
    },
  })),
  withMethods((store, api = inject(Api)) => ({
    /** Makes a link; it is in `made` until `forget`. */
    invite: (): Promise<void> =>
      store.change(async () => {
        const made = await firstValueFrom(api.send(calls.invite()));
        patchState(store, ({ invitations }) => ({ made, invitations: [made, ...invitations] }));
      }),
    forget(): void {
      patchState(store, { made: null });
    },
    takeBack: (id: string): Promise<void> =>
      store.change(async () => {
        await firstValueFrom(api.send(calls.takeBackInvitation(id)));
        patchState(store, ({ invitations, made }) => ({
          invitations: invitations.filter((each) => each.id !== id),
          made: made?.id === id ? null : made,
        }));
      }),
    /** Ends the consent of both; the list is read again, for it says when that was. */
    end: (id: string): Promise<void> =>
      store.change(async () => {
        await firstValueFrom(api.send(calls.endConnection(id)));
        await store.load();
      }),
  })),
  withHooks({
    onInit(store) {
      void store.load();
    },
  }),
);
