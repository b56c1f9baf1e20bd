import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { getMedia, getMediaPeaks } from '@app/shared/api-client/endpoints/media/media';
import { Api } from '@app/shared/http/api';

/** The recording of one transcript. The position follows every frame, so words light up in time. */
@Injectable()
export class ReadingAudio {
  readonly #api = inject(Api);
  readonly #playing = signal(false);
  readonly #position = signal(0);
  readonly #failed = signal(false);
  readonly #peaks = signal<readonly number[] | null>(null);
  readonly playing = this.#playing.asReadonly();
  readonly positionMs = this.#position.asReadonly();
  readonly failed = this.#failed.asReadonly();
  readonly peaks = this.#peaks.asReadonly();
  readonly #audio = new Audio();
  #mediaId = '';
  #renewed = false;
  #frame = 0;

  constructor() {
    this.#audio.preload = 'metadata';
    this.#audio.addEventListener('playing', () => {
      this.#playing.set(true);
      this.#renewed = false;
      this.#follow();
    });
    this.#audio.addEventListener('pause', () => {
      this.#playing.set(false);
    });
    this.#audio.addEventListener('error', () => void this.#renew());
    inject(DestroyRef).onDestroy(() => {
      cancelAnimationFrame(this.#frame);
      this.#mediaId = '';
      this.#audio.pause();
      this.#audio.removeAttribute('src');
      this.#audio.load();
    });
  }

  async open(mediaId: string): Promise<void> {
    if (mediaId === this.#mediaId) return;
    this.#mediaId = mediaId;
    await this.#address();
    try {
      const { points } = await firstValueFrom(this.#api.send(getMediaPeaks(mediaId)));
      this.#peaks.set(points);
    } catch {
      // Without an outline the bar is a plain line; playing does not depend on it.
    }
  }

  async toggle(): Promise<void> {
    if (this.#audio.paused) await this.play();
    else this.#audio.pause();
  }

  async play(): Promise<void> {
    // Refused (no gesture) or interrupted by another seek: the button simply stays as it is.
    await this.#audio.play().catch(() => undefined);
  }

  pause(): void {
    this.#audio.pause();
  }

  seek(ms: number): void {
    this.#audio.currentTime = Math.max(0, ms) / 1000;
    this.#position.set(Math.max(0, ms));
  }

  #follow(): void {
    this.#position.set(this.#audio.currentTime * 1000);
    if (this.#audio.paused) return;
    this.#frame = requestAnimationFrame(() => {
      this.#follow();
    });
  }

  /** Signed addresses expire: one fresh one is asked for before this counts as a failure. */
  async #renew(): Promise<void> {
    if (this.#mediaId === '') return;
    if (this.#renewed) {
      this.#failed.set(true);
      return;
    }
    this.#renewed = true;
    const [place, playing] = [this.#position(), this.#playing()];
    await this.#address();
    this.seek(place);
    if (playing) await this.play();
  }

  async #address(): Promise<void> {
    try {
      const { url } = await firstValueFrom(this.#api.send(getMedia(this.#mediaId)));
      this.#audio.src = url;
      this.#failed.set(false);
    } catch {
      this.#failed.set(true);
    }
  }
}
