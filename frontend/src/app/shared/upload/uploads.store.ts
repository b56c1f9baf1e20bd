import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods } from '@ngrx/signals';
import { addEntity, removeEntities, updateEntity, withEntities } from '@ngrx/signals/entities';
import { Store } from '@ngrx/store';

import { newIdempotencyKey } from '@app/shared/http/idempotency';
import { Histories } from './histories.store';
import { MediaItem } from './media';
import { recognise } from './recognise';
import { UploadRow, UploadRunner } from './upload-runner';
import { uploadsApiActions } from './uploads.actions';

const isWaiting = ({ state }: UploadRow): boolean => state === 'waiting' || state === 'sending';

/** Files on their way to the server, two at a time; it outlives pages. */
export const Uploads = signalStore(
  { providedIn: 'root' },
  withEntities<UploadRow>(),
  withComputed(({ entities }) => ({ active: computed(() => entities().filter(isWaiting)) })),
  withMethods((store, runner = inject(UploadRunner)) => ({
    /** Queues a sound file. Resolves with the media (null when the upload was cancelled). */
    add(file: File): Promise<MediaItem | null> {
      const id = newIdempotencyKey();
      const row = { id, filename: file.name, bytes: file.size, sent: 0, error: null };
      patchState(store, addEntity<UploadRow>({ ...row, state: 'waiting' }));
      return runner.run(id, file, (changes) => {
        patchState(store, updateEntity({ id, changes }));
      });
    },
    cancel(id: string): void {
      runner.stop(id);
      patchState(store, updateEntity({ id, changes: { state: 'cancelled' } }));
    },
    clearFinished(): void {
      patchState(
        store,
        removeEntities((row: UploadRow) => !isWaiting(row)),
      );
    },
  })),
  withMethods((store, histories = inject(Histories), app = inject(Store)) => ({
    /**
     * Takes what can be recognised: sound is sent at once, a listening history is looked into before
     * anything of it is imported. Returns the files nobody can use.
     */
    addAll(files: readonly File[]): File[] {
      const [sounds, offered, unknown] = (['audio', 'import', 'unknown'] as const).map((purpose) =>
        files.filter((file) => recognise(file) === purpose),
      ) as [File[], File[], File[]];
      for (const file of sounds) {
        // The row shows what went wrong; nobody waits for this promise.
        store.add(file).catch(() => null);
      }
      if (offered.length > 0) {
        histories.offer(offered);
        app.dispatch(uploadsApiActions.historyOffered());
      }
      return unknown;
    },
  })),
);
