import { patchState, signalStore, withMethods, withState } from '@ngrx/signals';

/** Listening histories that were dropped anywhere, until the imports page looks into them. */
export const Histories = signalStore(
  { providedIn: 'root' },
  withState<{ files: readonly File[] }>({ files: [] }),
  withMethods((store) => ({
    offer(files: readonly File[]): void {
      patchState(store, (before) => ({ files: [...before.files, ...files] }));
    },
    /** Hands over what was offered; each file goes to one taker. */
    take(): readonly File[] {
      const files = store.files();
      if (files.length > 0) patchState(store, { files: [] });
      return files;
    },
  })),
);
