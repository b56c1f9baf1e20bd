import { inject } from '@angular/core';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { concatLatestFrom } from '@ngrx/operators';
import { Store } from '@ngrx/store';
import { catchError, EMPTY, exhaustMap, filter, map, switchMap, tap } from 'rxjs';

import { getMedia, getMediaPeaks } from '@app/shared/api-client/endpoints/media/media';
import { Api } from '@app/shared/http/api';
import { AudioEngine } from './audio-engine';
import { playerEngineActions, playerPageActions } from './player.actions';
import { playerFeature } from './player.feature';

const MOVES = [
  playerPageActions.playChosen,
  playerPageActions.queueItemChosen,
  playerPageActions.nextChosen,
  playerPageActions.previousChosen,
  playerPageActions.queueItemRemoved,
  playerEngineActions.trackEnded,
  playerPageActions.enqueued,
] as const;

/** Whatever moved the queue: when the store now waits for a track, load it. */
export const load = createEffect(
  (actions = inject(Actions), store = inject(Store), engine = inject(AudioEngine)) =>
    actions.pipe(
      ofType(...MOVES),
      concatLatestFrom(() => [
        store.select(playerFeature.selectTrack),
        store.select(playerFeature.selectStatus),
      ]),
      tap(([, track, status]) => {
        if (track === null) engine.stop();
        else if (status === 'loading') engine.load(track);
      }),
    ),
  { functional: true, dispatch: false },
);

export const control = createEffect(
  (actions = inject(Actions), engine = inject(AudioEngine)) =>
    actions.pipe(
      ofType(
        playerPageActions.toggled,
        playerPageActions.paused,
        playerPageActions.sought,
        playerPageActions.closed,
      ),
      tap((action) => {
        if (action.type === playerPageActions.sought.type) engine.seek(action.ms);
        else if (action.type === playerPageActions.toggled.type) engine.toggle();
        else if (action.type === playerPageActions.paused.type) engine.pause();
        else engine.stop();
      }),
    ),
  { functional: true, dispatch: false },
);

export const volume = createEffect(
  (actions = inject(Actions), store = inject(Store), engine = inject(AudioEngine)) =>
    actions.pipe(
      ofType(playerPageActions.volumeChanged, playerPageActions.muteToggled),
      concatLatestFrom(() => store.select(playerFeature.selectPlayerState)),
      tap(([, state]) => {
        engine.setVolume(state.volume, state.muted);
      }),
    ),
  { functional: true, dispatch: false },
);

/** The outline for the seek bar, when the track is one of ours. */
export const loadPeaks = createEffect(
  (actions = inject(Actions), store = inject(Store), api = inject(Api)) =>
    actions.pipe(
      ofType(...MOVES),
      concatLatestFrom(() => store.select(playerFeature.selectTrack)),
      map(([, track]) => track),
      filter((track) => track?.media_id !== undefined),
      switchMap((track) =>
        api.send(getMediaPeaks(track?.media_id ?? '')).pipe(
          map(({ points }) =>
            playerEngineActions.peaksLoaded({ id: track?.id ?? '', peaks: points }),
          ),
          catchError(() => EMPTY),
        ),
      ),
    ),
  { functional: true },
);

/** A signed address runs out: ask for a new one and go on where the sound stopped. */
export const renewAddress = createEffect(
  (
    actions = inject(Actions),
    store = inject(Store),
    api = inject(Api),
    engine = inject(AudioEngine),
  ) =>
    actions.pipe(
      ofType(playerEngineActions.failed),
      concatLatestFrom(() => store.select(playerFeature.selectTrack)),
      map(([, track]) => track),
      filter((track) => track?.media_id !== undefined && engine.positionMs() > 0),
      exhaustMap((track) =>
        api.send(getMedia(track?.media_id ?? '')).pipe(
          tap(({ url }) => {
            if (track) engine.load({ ...track, url }, engine.positionMs());
          }),
          map(({ url }) => playerEngineActions.addressRenewed({ id: track?.id ?? '', url })),
          catchError(() => EMPTY),
        ),
      ),
    ),
  { functional: true },
);
