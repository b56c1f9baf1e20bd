import { inject } from '@angular/core';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { Observable, tap } from 'rxjs';

import {
  addLifeEvent,
  changeLifeEvent,
  deleteLifeEvent,
  listLifeEvents,
} from '@app/shared/api-client/endpoints/listening/listening';
import type { LifeEventIn } from '@app/shared/api-client/model/lifeEventIn';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { LifeEvent } from '../model/bands';

interface LifeEventsState {
  items: LifeEvent[];
  loaded: boolean;
  error: AppError | null;
}

const byDay = (a: LifeEvent, b: LifeEvent): number => a.first_day.localeCompare(b.first_day);

/** The marked stretches of one's life; every timeline shows them. */
export const LifeEventsStore = signalStore(
  withState<LifeEventsState>({ items: [], loaded: false, error: null }),
  withMethods((store, api = inject(Api)) => ({
    load(): void {
      api.send(listLifeEvents()).subscribe({
        next: ({ items }) => {
          patchState(store, { items, loaded: true, error: null });
        },
        error: (error: unknown) => {
          patchState(store, { error: AppError.from(error) });
        },
      });
    },
    add(event: LifeEventIn): Observable<LifeEvent> {
      return api.send(addLifeEvent(event)).pipe(
        tap((added) => {
          patchState(store, ({ items }) => ({ items: [...items, added].sort(byDay) }));
        }),
      );
    },
    change(id: string, event: LifeEventIn): Observable<LifeEvent> {
      return api.send(changeLifeEvent(id, event)).pipe(
        tap((changed) => {
          patchState(store, ({ items }) => ({
            items: [...items.filter((item) => item.id !== id), changed].sort(byDay),
          }));
        }),
      );
    },
    remove(id: string): Observable<unknown> {
      return api.send(deleteLifeEvent(id)).pipe(
        tap(() => {
          patchState(store, ({ items }) => ({ items: items.filter((item) => item.id !== id) }));
        }),
      );
    },
  })),
  withHooks({
    onInit(store) {
      store.load();
    },
  }),
);
