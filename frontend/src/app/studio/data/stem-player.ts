import { DestroyRef, inject, Injectable, signal } from '@angular/core';

import { clampPlace, placeOf, Run } from '../model/mix';

/** Ahead of now, so that every source is in place when the common start comes (seconds). */
const LEAD_S = 0.06;
/** Time constant of a level's change: too short to notice, too long to click (seconds). */
const GLIDE_S = 0.015;

interface Voice {
  kind: string;
  buffer: AudioBuffer;
  gain: GainNode;
  source: AudioBufferSourceNode | null;
}

/**
 * Plays the stems of one song on one clock: all sources start at the same sample, so they never
 * drift. A source plays once; seeking therefore recreates all of them.
 */
@Injectable()
export class StemPlayer {
  readonly #status = signal<'empty' | 'loading' | 'ready' | 'failed'>('empty');
  readonly #playing = signal(false);
  readonly #position = signal(0);
  readonly status = this.#status.asReadonly();
  readonly playing = this.#playing.asReadonly();
  readonly positionMs = this.#position.asReadonly();
  #context: AudioContext | null = null;
  #voices: Voice[] = [];
  #gains: Readonly<Record<string, number>> = {};
  #run: Run = { startedAt: 0, offset: 0 };
  #duration = 0;
  #frame = 0;
  #loading = 0;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.#close();
    });
  }

  /** Fetches and decodes all stems; `status` tells how it went. A later call wins. */
  async load(stems: readonly { kind: string; url: string }[]): Promise<void> {
    this.#close();
    const turn = this.#loading;
    this.#status.set('loading');
    const context = new AudioContext();
    this.#context = context;
    try {
      const voices = await Promise.all(
        stems.map(async ({ kind, url }) => voice(context, kind, await fetchSound(url))),
      );
      if (turn !== this.#loading) return;
      this.#voices = voices;
      this.#duration = Math.max(0, ...voices.map(({ buffer }) => buffer.duration));
      this.setGains(this.#gains);
      this.#status.set('ready');
    } catch {
      // A lost connection, an expired link or a codec unknown here: the page offers another try.
      if (turn === this.#loading) this.#status.set('failed');
    }
  }

  async toggle(): Promise<void> {
    if (this.#playing()) this.pause();
    else await this.play();
  }

  async play(): Promise<void> {
    const context = this.#context;
    if (context === null || this.#status() !== 'ready' || this.#playing()) return;
    await context.resume();
    const atEnd = this.#run.offset >= this.#duration - LEAD_S;
    this.#start(context, atEnd ? 0 : this.#run.offset);
  }

  pause(): void {
    if (!this.#playing()) return;
    const place = this.#place();
    this.#stop();
    this.#rest(place);
  }

  seek(ms: number): void {
    const place = clampPlace(ms / 1000, this.#duration);
    const context = this.#context;
    if (this.#playing() && context !== null) {
      this.#stop();
      this.#start(context, place);
    } else {
      this.#rest(place);
    }
  }

  setGains(gains: Readonly<Record<string, number>>): void {
    this.#gains = gains;
    const now = this.#context?.currentTime ?? 0;
    for (const { kind, gain } of this.#voices) {
      gain.gain.setTargetAtTime(gains[kind] ?? 1, now, GLIDE_S);
    }
  }

  #start(context: AudioContext, offset: number): void {
    const startedAt = context.currentTime + LEAD_S;
    for (const each of this.#voices) {
      each.source = context.createBufferSource();
      each.source.buffer = each.buffer;
      each.source.connect(each.gain);
      each.source.start(startedAt, Math.min(offset, each.buffer.duration));
    }
    this.#run = { startedAt, offset };
    this.#playing.set(true);
    this.#follow();
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    for (const each of this.#voices) {
      each.source?.stop();
      each.source?.disconnect();
      each.source = null;
    }
    this.#playing.set(false);
  }

  #follow(): void {
    const place = this.#place();
    if (place >= this.#duration) {
      this.#stop();
      this.#rest(0);
      return;
    }
    this.#position.set(place * 1000);
    this.#frame = requestAnimationFrame(() => {
      this.#follow();
    });
  }

  #rest(offset: number): void {
    this.#run = { startedAt: 0, offset };
    this.#position.set(offset * 1000);
  }

  #place(): number {
    return placeOf(this.#run, this.#context?.currentTime ?? 0, this.#duration);
  }

  #close(): void {
    this.#loading += 1;
    this.#stop();
    this.#voices = [];
    this.#rest(0);
    this.#status.set('empty');
    void this.#context?.close();
    this.#context = null;
  }
}

/** Signed addresses need no bearer, and one must not travel to a store elsewhere. */
async function fetchSound(url: string): Promise<ArrayBuffer> {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`the stem did not come: ${reply.status}`);
  return reply.arrayBuffer();
}

async function voice(context: AudioContext, kind: string, sound: ArrayBuffer): Promise<Voice> {
  const buffer = await context.decodeAudioData(sound);
  const gain = context.createGain();
  gain.connect(context.destination);
  return { kind, buffer, gain, source: null };
}
