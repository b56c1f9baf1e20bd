import { inject, Injectable, signal } from '@angular/core';
import { Store } from '@ngrx/store';

import { PlayerTrack } from './player-track';
import { playerEngineActions, playerPageActions } from './player.actions';

/**
 * The one audio element of the app. The store says what shall sound; this class makes it so and
 * reports what happens. The position changes many times a second and stays a signal here.
 */
@Injectable({ providedIn: 'root' })
export class AudioEngine {
  readonly #store = inject(Store);
  readonly #position = signal(0);
  readonly positionMs = this.#position.asReadonly();
  #element: HTMLAudioElement | null = null;

  load(track: PlayerTrack, fromMs = 0): void {
    const audio = this.#audio();
    audio.src = track.url;
    audio.currentTime = fromMs / 1000;
    this.#position.set(fromMs);
    this.#describe(track);
    void this.play();
  }

  async play(): Promise<void> {
    try {
      await this.#audio().play();
    } catch (error) {
      // AbortError: another track was chosen meanwhile. Anything else is told by the error event.
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.#store.dispatch(playerEngineActions.stopped());
      }
    }
  }

  toggle(): void {
    const audio = this.#audio();
    if (audio.paused) void this.play();
    else audio.pause();
  }

  pause(): void {
    this.#element?.pause();
  }

  seek(ms: number): void {
    this.#audio().currentTime = ms / 1000;
    this.#position.set(ms);
  }

  setVolume(volume: number, muted: boolean): void {
    const audio = this.#audio();
    audio.volume = volume;
    audio.muted = muted;
  }

  stop(): void {
    this.#element?.pause();
    this.#element?.removeAttribute('src');
    this.#element?.load();
    this.#position.set(0);
  }

  #audio(): HTMLAudioElement {
    if (this.#element) return this.#element;
    const audio = new Audio();
    audio.preload = 'auto';
    const on = (name: keyof HTMLMediaElementEventMap, run: () => void): void => {
      audio.addEventListener(name, run);
    };
    on('timeupdate', () => {
      this.#position.set(audio.currentTime * 1000);
    });
    on('playing', () => {
      this.#store.dispatch(playerEngineActions.started());
    });
    on('pause', () => {
      if (!audio.ended) this.#store.dispatch(playerEngineActions.stopped());
    });
    on('ended', () => {
      this.#store.dispatch(playerEngineActions.trackEnded());
    });
    on('error', () => {
      if (audio.hasAttribute('src')) this.#store.dispatch(playerEngineActions.failed());
    });
    on('durationchange', () => {
      if (!Number.isFinite(audio.duration)) return;
      this.#store.dispatch(playerEngineActions.durationKnown({ ms: audio.duration * 1000 }));
    });
    this.#takeMediaKeys();
    return (this.#element = audio);
  }

  #describe({ title, artist }: PlayerTrack): void {
    if (!('mediaSession' in navigator)) return;
    const artwork = [{ src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' }];
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist, artwork });
  }

  #takeMediaKeys(): void {
    if (!('mediaSession' in navigator)) return;
    const session = navigator.mediaSession;
    session.setActionHandler('play', () => void this.play());
    session.setActionHandler('pause', () => {
      this.pause();
    });
    session.setActionHandler('nexttrack', () => {
      this.#store.dispatch(playerPageActions.nextChosen());
    });
    session.setActionHandler('previoustrack', () => {
      this.#store.dispatch(playerPageActions.previousChosen());
    });
    session.setActionHandler('seekto', ({ seekTime }) => {
      if (seekTime !== undefined) this.seek(seekTime * 1000);
    });
  }
}
