import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import { firstValueFrom } from 'rxjs';

import { listMedia } from '@app/shared/api-client/endpoints/media/media';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { MediaItem } from './media';
import { Uploads } from './uploads.store';

interface IntakeState {
  choices: MediaItem[];
  nextCursor: string | null;
  loaded: boolean;
  rowId: string | null;
  error: AppError | null;
}

const initial: IntakeState = {
  choices: [],
  nextCursor: null,
  loaded: false,
  rowId: null,
  error: null,
};

/** How a room comes by a sound: an upload of its own, or one from the library. One per page. */
export const Intake = signalStore(
  withState(initial),
  withComputed(({ rowId }, uploads = inject(Uploads)) => ({
    sending: computed(() => {
      const row = uploads.entities().find(({ id }) => id === rowId());
      if (row === undefined || (row.state !== 'waiting' && row.state !== 'sending')) return null;
      return { filename: row.filename, fraction: row.bytes > 0 ? row.sent / row.bytes : 0 };
    }),
  })),
  withMethods((store, api = inject(Api), uploads = inject(Uploads)) => ({
    /** The library's next page, or the first when nothing was loaded yet. */
    async load(): Promise<void> {
      const cursor = store.nextCursor();
      if (store.loaded() && cursor === null) return;
      try {
        const page = await firstValueFrom(
          api.send(listMedia({ kind: 'audio', limit: 30, cursor })),
        );
        patchState(store, ({ choices }) => ({
          choices: [...choices, ...page.items],
          nextCursor: page.next_cursor,
          loaded: true,
          error: null,
        }));
      } catch (error) {
        patchState(store, { error: AppError.from(error) });
      }
    },
    /** Sends a file; null when it was cancelled or failed (then `error` tells why). */
    async send(file: File): Promise<MediaItem | null> {
      patchState(store, { error: null });
      const work = uploads.add(file);
      patchState(store, { rowId: uploads.entities().at(-1)?.id ?? null });
      try {
        return await work;
      } catch (error) {
        patchState(store, { error: AppError.from(error) });
        return null;
      }
    },
    cancel(): void {
      const id = store.rowId();
      if (id !== null) uploads.cancel(id);
    },
  })),
);
