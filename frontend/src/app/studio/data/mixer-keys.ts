import { DestroyRef, inject, Injectable } from '@angular/core';

import { Mix } from './mix.store';
import { StemPlayer } from './stem-player';

const SEEK_MS = 5000;

/** Keys of the desk. They come before those of the app, which would speak to its own player. */
@Injectable()
export class MixerKeys {
  readonly #player = inject(StemPlayer);
  readonly #mix = inject(Mix);
  readonly #destroyed = inject(DestroyRef);

  /** Space, arrows, `m` and `s` for the selected stem, digits to select one. */
  listen(document: Document, toggle: () => void): void {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) return;
      const action = this.#actionOf(event.key, toggle);
      if (action === null) return;
      event.preventDefault();
      event.stopPropagation();
      action();
    };
    document.addEventListener('keydown', pressed, { capture: true });
    this.#destroyed.onDestroy(() => {
      document.removeEventListener('keydown', pressed, { capture: true });
    });
  }

  #actionOf(key: string, toggle: () => void): (() => void) | null {
    const selected = this.#mix.selected() ?? '';
    const actions: Readonly<Record<string, () => void>> = {
      ' ': toggle,
      ArrowLeft: () => {
        this.#player.seek(this.#player.positionMs() - SEEK_MS);
      },
      ArrowRight: () => {
        this.#player.seek(this.#player.positionMs() + SEEK_MS);
      },
      m: () => {
        this.#mix.toggleMute(selected);
      },
      s: () => {
        this.#mix.toggleSolo(selected);
      },
    };
    const stem = Object.keys(this.#mix.faders())[Number(key) - 1];
    if (stem !== undefined) {
      return () => {
        this.#mix.select(stem);
      };
    }
    return actions[key] ?? null;
  }
}

/** Letters belong to fields; space and arrows also to buttons, links and sliders. */
function isBusy({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input:not([type=range]), textarea, select, [role=dialog]') !== null) {
    return true;
  }
  const letter = key.length === 1 && key !== ' ';
  return !letter && target.closest('button, a, input, summary, [role]:not(main)') !== null;
}
