import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods } from '@ngrx/signals';
import { addEntity, removeEntities, updateEntity, withEntities } from '@ngrx/signals/entities';

import { newIdempotencyKey } from '@app/shared/http/idempotency';
import { MediaItem } from './media';
import { FilePurpose, recognise } from './recognise';
import { UploadRow, UploadRunner } from './upload-runner';

const isWaiting = ({ state }: UploadRow): boolean => state === 'waiting' || state === 'sending';

/** Files on their way to the server, two at a time; it outlives pages. */
export const Uploads = signalStore(
  { providedIn: 'root' },
  withEntities<UploadRow>(),
  withComputed(({ entities }) => ({ active: computed(() => entities().filter(isWaiting)) })),
  withMethods((store, runner = inject(UploadRunner)) => ({
    /** Queues a file. Resolves with the media (null for an import or a cancelled upload). */
    add(file: File, purpose: Exclude<FilePurpose, 'unknown'>): Promise<MediaItem | null> {
      const id = newIdempotencyKey();
      const row = { id, filename: file.name, bytes: file.size, sent: 0, error: null };
      patchState(store, addEntity<UploadRow>({ ...row, state: 'waiting' }));
      return runner.run(id, file, purpose, (changes) => {
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
  withMethods((store) => ({
    /** Takes what can be recognised; returns the files nobody can use. */
    addAll(files: readonly File[]): File[] {
      return files.filter((file) => {
        const purpose = recognise(file);
        if (purpose === 'unknown') return true;
        // The row shows what went wrong; nobody waits for this promise.
        store.add(file, purpose).catch(() => null);
        return false;
      });
    },
  })),
);
