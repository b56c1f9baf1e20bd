import { createActionGroup, emptyProps, props } from '@ngrx/store';

import type { ImportAccepted } from '@app/shared/api-client/model/importAccepted';
import { MediaItem } from './media';

/** Told to everyone who keeps lists: the library, the jobs tray, the listening room. */
export const uploadsApiActions = createActionGroup({
  source: 'Uploads API',
  events: {
    'Media Stored': props<{ item: MediaItem }>(),
    'Import Started': props<ImportAccepted>(),
    'History Offered': emptyProps(),
  },
});
