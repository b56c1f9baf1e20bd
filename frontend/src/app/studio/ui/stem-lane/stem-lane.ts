import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { BytesPipe, NumPipe } from '@app/shared/i18n/pipes';
import { Icon } from '@app/shared/ui/icon/icon';
import { Waveform } from '@app/shared/ui/waveform/waveform';
import { Fader } from '../../model/mix';
import { Stem } from '../../model/separation';

const COLOURS: Readonly<Record<string, string>> = {
  vocals: 'var(--tile-1)',
  accompaniment: 'var(--tile-3)',
  drums: 'var(--tile-2)',
  bass: 'var(--tile-4)',
  guitar: 'var(--tile-5)',
  piano: 'var(--tile-6)',
  other: 'var(--tile-3)',
};

/** One stem on the desk: outline, mute, solo, level, files to keep. */
@Component({
  selector: 'app-stem-lane',
  imports: [BytesPipe, Icon, NumPipe, TranslocoDirective, Waveform],
  templateUrl: './stem-lane.html',
  styleUrl: './stem-lane.scss',
  host: {
    'data-testid': 'stem',
    '[attr.data-kind]': 'stem().kind',
    '[class.silent]': 'silent()',
    '[class.selected]': 'selected()',
    '[style.--wave-colour]': 'colour()',
    '(focusin)': 'picked.emit()',
    '(pointerenter)': 'picked.emit()',
  },
})
export class StemLane {
  readonly stem = input.required<Stem>();
  readonly name = input.required<string>();
  readonly title = input.required<string>();
  readonly fader = input.required<Fader>();
  readonly silent = input(false);
  readonly selected = input(false);
  readonly positionMs = input.required<number>();
  readonly durationMs = input.required<number>();

  readonly picked = output();
  readonly muteToggled = output();
  readonly soloToggled = output();
  readonly volumeChanged = output<number>();
  readonly sought = output<number>();

  /** Fewer bars where there is little room, so that they stay apart. */
  protected readonly colour = computed(() => COLOURS[this.stem().kind] ?? 'var(--tile-4)');

  protected slide(event: Event): void {
    this.volumeChanged.emit(Number((event.target as HTMLInputElement).value) / 100);
  }

  protected fileName(format: string): string {
    return `${this.title()} - ${this.name()}.${format}`;
  }
}
