import { Component, computed, inject, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { ClockPipe } from '@app/shared/i18n/pipes';
import { AudioEngine } from '@app/shared/player/audio-engine';
import { playerPageActions } from '@app/shared/player/player.actions';
import { playerFeature } from '@app/shared/player/player.feature';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Icon } from '@app/shared/ui/icon/icon';
import { Waveform } from '@app/shared/ui/waveform/waveform';
import { QueueList } from '../queue-list/queue-list';

/** One player for the whole app; it shows while there is a queue and survives navigation. */
@Component({
  selector: 'app-player-bar',
  imports: [ClockPipe, CoverArt, Icon, MatIconButton, QueueList, TranslocoDirective, Waveform],
  templateUrl: './player-bar.html',
  styleUrl: './player-bar.scss',
})
export class PlayerBar {
  readonly #store = inject(Store);
  protected readonly positionMs = inject(AudioEngine).positionMs;
  protected readonly track = this.#store.selectSignal(playerFeature.selectTrack);
  protected readonly playing = this.#store.selectSignal(playerFeature.selectPlaying);
  protected readonly hasNext = this.#store.selectSignal(playerFeature.selectHasNext);
  protected readonly peaks = this.#store.selectSignal(playerFeature.selectPeaks);
  protected readonly volume = this.#store.selectSignal(playerFeature.selectVolume);
  protected readonly muted = this.#store.selectSignal(playerFeature.selectMuted);
  protected readonly status = this.#store.selectSignal(playerFeature.selectStatus);
  readonly #known = this.#store.selectSignal(playerFeature.selectDurationMs);
  protected readonly durationMs = computed(() => this.#known() ?? 0);
  protected readonly queueOpen = signal(false);

  protected toggle(): void {
    this.#store.dispatch(playerPageActions.toggled());
  }
  protected next(): void {
    this.#store.dispatch(playerPageActions.nextChosen());
  }
  protected previous(): void {
    this.#store.dispatch(playerPageActions.previousChosen());
  }
  protected seek(ms: number): void {
    this.#store.dispatch(playerPageActions.sought({ ms }));
  }
  protected setVolume(value: string): void {
    this.#store.dispatch(playerPageActions.volumeChanged({ volume: Number(value) }));
  }
  protected mute(): void {
    this.#store.dispatch(playerPageActions.muteToggled());
  }
  protected close(): void {
    this.#store.dispatch(playerPageActions.closed());
  }
}
