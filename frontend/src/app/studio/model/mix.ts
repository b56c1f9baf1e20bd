/** What a listener set for one stem; `volume` 0 to 1. */
export interface Fader {
  muted: boolean;
  solo: boolean;
  volume: number;
}

export const OPEN_FADER: Fader = { muted: false, solo: false, volume: 1 };

/** How loud each stem sounds: any solo silences all that are not solo; mute always wins. */
export function gainsOf(faders: Readonly<Record<string, Fader>>): Record<string, number> {
  const soloed = Object.values(faders).some(({ solo }) => solo);
  return Object.fromEntries(
    Object.entries(faders).map(([kind, { muted, solo, volume }]) => {
      const silent = muted || (soloed && !solo);
      // Ears hear loudness by ratio: a squared fader feels even along its way.
      return [kind, silent ? 0 : volume * volume];
    }),
  );
}

/** A run of sound: it began at `startedAt` of the clock, `offset` into the song (seconds). */
export interface Run {
  startedAt: number;
  offset: number;
}

/** Where the song is at `now` of the clock, in seconds; never before its run or past its end. */
export function placeOf({ startedAt, offset }: Run, now: number, duration: number): number {
  return Math.min(duration, offset + Math.max(0, now - startedAt));
}

export function clampPlace(seconds: number, duration: number): number {
  return Math.min(Math.max(0, seconds), duration);
}
