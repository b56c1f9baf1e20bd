import { createFeature, createReducer, createSelector, on } from '@ngrx/store';

import { PlayerTrack } from './player-track';
import { playerEngineActions, playerPageActions } from './player.actions';

export interface PlayerState {
  queue: readonly PlayerTrack[];
  index: number;
  status: 'idle' | 'loading' | 'playing' | 'paused' | 'failed';
  durationMs: number | null;
  volume: number;
  muted: boolean;
  peaks: readonly number[] | null;
}

const initial: PlayerState = {
  queue: [],
  index: 0,
  status: 'idle',
  durationMs: null,
  volume: 1,
  muted: false,
  peaks: null,
};

function at(state: PlayerState, index: number): PlayerState {
  const track = state.queue[index];
  if (track === undefined) return { ...state, status: 'paused' };
  return { ...state, index, status: 'loading', durationMs: track.duration_ms, peaks: null };
}

function without(state: PlayerState, index: number): PlayerState {
  const queue = state.queue.filter((_, position) => position !== index);
  if (queue.length === 0) return { ...initial, volume: state.volume, muted: state.muted };
  const next = { ...state, queue, index: state.index > index ? state.index - 1 : state.index };
  return index === state.index ? at(next, Math.min(index, queue.length - 1)) : next;
}

export const playerFeature = createFeature({
  name: 'player',
  reducer: createReducer(
    initial,
    on(playerPageActions.playChosen, (state, { tracks, index }): PlayerState => {
      return at({ ...state, queue: tracks }, index);
    }),
    on(playerPageActions.enqueued, (state, { tracks }): PlayerState => {
      const queue = [...state.queue, ...tracks];
      return state.status === 'idle' ? at({ ...state, queue }, 0) : { ...state, queue };
    }),
    on(playerPageActions.queueItemChosen, (state, { index }): PlayerState => at(state, index)),
    on(playerPageActions.queueItemRemoved, (state, { index }): PlayerState => {
      return without(state, index);
    }),
    on(playerPageActions.nextChosen, playerEngineActions.trackEnded, (state): PlayerState => {
      return at(state, state.index + 1);
    }),
    on(playerPageActions.previousChosen, (state): PlayerState => {
      return at(state, Math.max(0, state.index - 1));
    }),
    on(playerPageActions.volumeChanged, (state, { volume }): PlayerState => {
      return { ...state, volume: Math.min(1, Math.max(0, volume)), muted: false };
    }),
    on(playerPageActions.muteToggled, (state): PlayerState => ({ ...state, muted: !state.muted })),
    on(playerPageActions.closed, (state): PlayerState => {
      return { ...initial, volume: state.volume, muted: state.muted };
    }),
    on(playerEngineActions.started, (state): PlayerState => ({ ...state, status: 'playing' })),
    on(playerEngineActions.stopped, (state): PlayerState => {
      return state.status === 'playing' ? { ...state, status: 'paused' } : state;
    }),
    on(playerEngineActions.failed, (state): PlayerState => ({ ...state, status: 'failed' })),
    on(playerEngineActions.durationKnown, (state, { ms }): PlayerState => {
      return { ...state, durationMs: ms };
    }),
    on(playerEngineActions.peaksLoaded, (state, { id, peaks }): PlayerState => {
      return state.queue[state.index]?.id === id ? { ...state, peaks } : state;
    }),
    on(playerEngineActions.addressRenewed, (state, { id, url }): PlayerState => {
      const queue = state.queue.map((track) => (track.id === id ? { ...track, url } : track));
      return { ...state, queue };
    }),
  ),
  extraSelectors: ({ selectQueue, selectIndex, selectStatus }) => ({
    selectTrack: createSelector(selectQueue, selectIndex, (queue, index) => queue[index] ?? null),
    selectPlaying: createSelector(
      selectStatus,
      (status) => status === 'playing' || status === 'loading',
    ),
    selectHasNext: createSelector(
      selectQueue,
      selectIndex,
      (queue, index) => index + 1 < queue.length,
    ),
  }),
});
