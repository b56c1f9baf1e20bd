import { PlayerTrack } from './player-track';
import { playerEngineActions, playerPageActions } from './player.actions';
import { playerFeature } from './player.feature';

const track = (id: string): PlayerTrack => ({ id, title: id, artist: '', url: id, duration_ms: 9 });
const tracks = [track('a'), track('b'), track('c')];

describe('player state', () => {
  const { reducer, name } = playerFeature;
  const start = reducer(undefined, { type: 'start' });
  const playing = reducer(start, playerPageActions.playChosen({ tracks, index: 1 }));
  const current = (state: typeof start): string | undefined =>
    playerFeature.selectTrack({ [name]: state })?.id;

  it('starts the chosen track and waits for its sound', () => {
    expect(current(playing)).toBe('b');
    expect(playing).toMatchObject({ status: 'loading', durationMs: 9, peaks: null });
    expect(reducer(playing, playerEngineActions.started()).status).toBe('playing');
  });

  it('goes on by itself and rests after the last track', () => {
    const last = reducer(playing, playerEngineActions.trackEnded());
    expect(current(last)).toBe('c');
    expect(playerFeature.selectHasNext({ [name]: last })).toBe(false);
    expect(reducer(last, playerEngineActions.trackEnded())).toMatchObject({
      index: 2,
      status: 'paused',
    });
  });

  it('keeps the sounding track when another leaves the queue', () => {
    const shorter = reducer(playing, playerPageActions.queueItemRemoved({ index: 0 }));
    expect(current(shorter)).toBe('b');
    expect(current(reducer(playing, playerPageActions.queueItemRemoved({ index: 1 })))).toBe('c');
  });

  it('enqueues behind a running track, or starts when nothing plays', () => {
    expect(current(reducer(start, playerPageActions.enqueued({ tracks })))).toBe('a');
    const longer = reducer(playing, playerPageActions.enqueued({ tracks: [track('d')] }));
    expect([current(longer), longer.queue.length]).toEqual(['b', 4]);
  });

  it('takes an outline only for the track it belongs to', () => {
    const peaks = [1, 2];
    expect(reducer(playing, playerEngineActions.peaksLoaded({ id: 'b', peaks })).peaks).toBe(peaks);
    expect(reducer(playing, playerEngineActions.peaksLoaded({ id: 'a', peaks })).peaks).toBeNull();
  });

  it('keeps the volume when the player closes', () => {
    const quiet = reducer(playing, playerPageActions.volumeChanged({ volume: 0.3 }));
    expect(reducer(quiet, playerPageActions.closed())).toEqual({ ...start, volume: 0.3 });
    expect(reducer(start, playerPageActions.volumeChanged({ volume: 7 })).volume).toBe(1);
  });
});
