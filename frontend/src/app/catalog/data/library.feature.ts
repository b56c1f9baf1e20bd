import { createEntityAdapter, EntityState } from '@ngrx/entity';
import { createFeature, createReducer, on } from '@ngrx/store';

import type { AppError } from '@app/shared/http/app-error';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import type { MediaItem } from '@app/shared/upload/media';
import { uploadsApiActions } from '@app/shared/upload/uploads.actions';
import { libraryApiActions, libraryPageActions } from './library.actions';

export interface LibraryState extends EntityState<MediaItem> {
  status: 'idle' | 'loading' | 'ready' | 'failed';
  nextCursor: string | null;
  error: AppError | null;
}

const adapter = createEntityAdapter<MediaItem>({
  sortComparer: (a, b) => b.created_at.localeCompare(a.created_at),
});
const initial: LibraryState = adapter.getInitialState({
  status: 'idle',
  nextCursor: null,
  error: null,
});

export const libraryFeature = createFeature({
  name: 'library',
  reducer: createReducer(
    initial,
    on(libraryPageActions.opened, libraryPageActions.moreWanted, (state): LibraryState => ({
      ...state,
      status: 'loading',
      error: null,
    })),
    on(libraryApiActions.pageLoaded, (state, { items, nextCursor, first }): LibraryState => {
      const next: LibraryState = { ...state, status: 'ready', nextCursor };
      return first ? adapter.setAll(items, next) : adapter.upsertMany(items, next);
    }),
    on(libraryApiActions.loadingFailed, (state, { error }): LibraryState => {
      return { ...state, status: 'failed', error };
    }),
    on(libraryApiActions.removed, (state, { id }): LibraryState => adapter.removeOne(id, state)),
    on(uploadsApiActions.mediaStored, (state, { item }): LibraryState => {
      return adapter.upsertOne(item, state);
    }),
    on(jobsPageActions.sessionEnded, (): LibraryState => initial),
  ),
  extraSelectors: ({ selectLibraryState }) => adapter.getSelectors(selectLibraryState),
});
