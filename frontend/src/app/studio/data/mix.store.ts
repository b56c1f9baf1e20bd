import { computed } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';

import { Fader, gainsOf, OPEN_FADER } from '../model/mix';

interface MixState {
  faders: Record<string, Fader>;
  /** The stem that the keys m and s speak to. */
  selected: string | null;
}

const initial: MixState = { faders: {}, selected: null };

/** The desk of one song: a fader a stem. */
export const Mix = signalStore(
  withState(initial),
  withComputed(({ faders }) => ({ gains: computed(() => gainsOf(faders())) })),
  withMethods((store) => {
    const change = (kind: string, changes: (fader: Fader) => Partial<Fader>): void => {
      patchState(store, ({ faders }) => {
        const fader = faders[kind] ?? OPEN_FADER;
        return { faders: { ...faders, [kind]: { ...fader, ...changes(fader) } } };
      });
    };
    return {
      reset(kinds: readonly string[]): void {
        const faders = Object.fromEntries(kinds.map((kind) => [kind, OPEN_FADER]));
        patchState(store, { faders, selected: kinds[0] ?? null });
      },
      select(kind: string): void {
        patchState(store, { selected: kind });
      },
      toggleMute(kind: string): void {
        change(kind, ({ muted }) => ({ muted: !muted }));
      },
      toggleSolo(kind: string): void {
        change(kind, ({ solo }) => ({ solo: !solo }));
      },
      setVolume(kind: string, volume: number): void {
        change(kind, () => ({ volume: Math.min(1, Math.max(0, volume)), muted: false }));
      },
    };
  }),
);
