import { createActionGroup, emptyProps, props } from '@ngrx/store';

import type { AppError } from '@app/shared/http/app-error';
import type { MediaItem } from '@app/shared/upload/media';

export const libraryPageActions = createActionGroup({
  source: 'Library Page',
  events: {
    Opened: emptyProps(),
    'More Wanted': emptyProps(),
    'Removal Chosen': props<{ id: string }>(),
  },
});

export const libraryApiActions = createActionGroup({
  source: 'Library API',
  events: {
    'Page Loaded': props<{ items: MediaItem[]; nextCursor: string | null; first: boolean }>(),
    'Loading Failed': props<{ error: AppError }>(),
    Removed: props<{ id: string }>(),
    'Removal Failed': props<{ error: AppError }>(),
  },
});
