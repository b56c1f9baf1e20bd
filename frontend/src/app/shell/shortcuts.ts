import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { Store } from '@ngrx/store';

import { AudioEngine } from '@app/shared/player/audio-engine';
import { playerPageActions } from '@app/shared/player/player.actions';
import { playerFeature } from '@app/shared/player/player.feature';
import { NAV_ITEMS } from './nav-items';

const SEEK_MS = 5000;
/** The second key of `g x` must follow within this time. */
const CHORD_MS = 1500;

/** Keys that work everywhere but in fields. `press` tells what the frame itself must do. */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  readonly #router = inject(Router);
  readonly #store = inject(Store);
  readonly #engine = inject(AudioEngine);
  readonly #track = this.#store.selectSignal(playerFeature.selectTrack);
  #chordUntil = 0;

  press(event: KeyboardEvent): 'search' | 'help' | 'jobs' | null {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
    if (this.#finishChord(event)) return null;
    switch (event.key) {
      case '/':
        event.preventDefault();
        return 'search';
      case '?':
        return 'help';
      case 'j':
        return 'jobs';
      case 'g':
        this.#chordUntil = event.timeStamp + CHORD_MS;
        return null;
      default:
        this.#play(event);
        return null;
    }
  }

  #finishChord(event: KeyboardEvent): boolean {
    const open = event.timeStamp < this.#chordUntil;
    this.#chordUntil = 0;
    const item = open ? NAV_ITEMS.find(({ key }) => key === event.key) : undefined;
    if (item === undefined) return false;
    event.preventDefault();
    void this.#router.navigateByUrl(item.path);
    return true;
  }

  #play(event: KeyboardEvent): void {
    if (this.#track() === null || isControl(event.target)) return;
    const position = this.#engine.positionMs();
    const actions = {
      ' ': playerPageActions.toggled(),
      m: playerPageActions.muteToggled(),
      ArrowRight: playerPageActions.sought({ ms: position + SEEK_MS }),
      ArrowLeft: playerPageActions.sought({ ms: Math.max(0, position - SEEK_MS) }),
    } as const;
    if (!(event.key in actions)) return;
    event.preventDefault();
    this.#store.dispatch(actions[event.key as keyof typeof actions]);
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

/** Buttons, links, sliders, tabs and menus have their own use for space and arrows. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, [role], [tabindex="0"]') !== null;
}
