import { Component, DestroyRef, DOCUMENT, effect, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { ClockPipe } from '@app/shared/i18n/pipes';
import { playerPageActions } from '@app/shared/player/player.actions';
import { playerFeature } from '@app/shared/player/player.feature';
import { Icon } from '@app/shared/ui/icon/icon';
import { Waveform } from '@app/shared/ui/waveform/waveform';
import { ReadingAudio } from '../../../data/reading-audio';

const SEEK_MS = 5000;

/** Play, pause and seek the recording that is being read. */
@Component({
  selector: 'app-reading-bar',
  imports: [ClockPipe, Icon, TranslocoDirective, Waveform],
  template: `
    <ng-container *transloco="let t">
      <button
        type="button"
        data-testid="transcript-play"
        [attr.aria-label]="t(audio.playing() ? 'transcripts.read.pause' : 'transcripts.read.play')"
        (click)="toggle()"
      >
        <app-icon [name]="audio.playing() ? 'pause' : 'play'" [size]="26" />
      </button>
      <app-waveform
        [peaks]="audio.peaks()"
        [positionMs]="audio.positionMs()"
        [durationMs]="durationMs()"
        [label]="t('transcripts.read.place')"
        (sought)="audio.seek($event)"
      />
      <span class="figures small">
        {{ audio.positionMs() | clock }} / {{ durationMs() | clock }}
      </span>
      @if (audio.failed()) {
        <span class="small bad" role="alert">{{ t('transcripts.read.silent') }}</span>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: var(--s-2) var(--s-4);
      align-items: center;
      padding: var(--s-3);
      border-radius: var(--r-l);
      background: color-mix(in oklab, var(--surface-2) 90%, transparent);
      backdrop-filter: blur(12px);
    }
    button {
      display: grid;
      place-content: center;
      width: 52px;
      height: 52px;
      border: 0;
      border-radius: 50%;
      background: var(--accent);
      color: var(--on-accent);
      cursor: pointer;
    }
    button:hover {
      background: var(--accent-hover);
    }
    app-waveform {
      flex: 1 1 160px;
    }
    .bad {
      flex-basis: 100%;
      color: var(--bad);
    }
  `,
})
export class ReadingBar {
  readonly #store = inject(Store);
  readonly #document = inject(DOCUMENT);
  protected readonly audio = inject(ReadingAudio);
  readonly #others = this.#store.selectSignal(playerFeature.selectPlaying);
  readonly durationMs = input.required<number>();

  constructor() {
    // One thing sounds at a time: the player of the app and this one make room for each other.
    effect(() => {
      if (this.#others()) this.audio.pause();
    });
    // Before the keys of the app, which would speak to its own player.
    const pressed = (event: KeyboardEvent): void => {
      this.#pressed(event);
    };
    this.#document.addEventListener('keydown', pressed, { capture: true });
    inject(DestroyRef).onDestroy(() => {
      this.#document.removeEventListener('keydown', pressed, { capture: true });
    });
  }

  protected toggle(): void {
    if (!this.audio.playing()) this.#store.dispatch(playerPageActions.paused());
    void this.audio.toggle();
  }

  /** Space plays, the arrows go five seconds; both belong to fields, buttons and dialogs first. */
  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
    const actions: Readonly<Record<string, () => void>> = {
      ' ': () => {
        this.toggle();
      },
      ArrowLeft: () => {
        this.audio.seek(this.audio.positionMs() - SEEK_MS);
      },
      ArrowRight: () => {
        this.audio.seek(this.audio.positionMs() + SEEK_MS);
      },
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }
}

function isBusy(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, button, a, summary, [role]:not(main)') !== null
  );
}
