import { createActionGroup, emptyProps, props } from '@ngrx/store';

import { PlayerTrack } from './player-track';

/** What people do to the player, from any page, the bar, keys or the system's media controls. */
export const playerPageActions = createActionGroup({
  source: 'Player Page',
  events: {
    'Play Chosen': props<{ tracks: PlayerTrack[]; index: number }>(),
    Enqueued: props<{ tracks: PlayerTrack[] }>(),
    Toggled: emptyProps(),
    Paused: emptyProps(),
    'Next Chosen': emptyProps(),
    'Previous Chosen': emptyProps(),
    'Queue Item Chosen': props<{ index: number }>(),
    'Queue Item Removed': props<{ index: number }>(),
    Sought: props<{ ms: number }>(),
    'Volume Changed': props<{ volume: number }>(),
    'Mute Toggled': emptyProps(),
    Closed: emptyProps(),
  },
});

/** What the audio element reports. */
export const playerEngineActions = createActionGroup({
  source: 'Player Engine',
  events: {
    Started: emptyProps(),
    Stopped: emptyProps(),
    'Track Ended': emptyProps(),
    'Duration Known': props<{ ms: number }>(),
    Failed: emptyProps(),
    'Peaks Loaded': props<{ id: string; peaks: number[] }>(),
    'Address Renewed': props<{ id: string; url: string }>(),
  },
});
