import { Component, computed, ElementRef, inject, input, output } from '@angular/core';

import { clock } from '@app/shared/i18n/format';
import { elementWidth } from '../chart-frame/element-width';
import { barsPath, toBars } from './outline';

const STEP_MS = 5000;
let serial = 0;

/**
 * The outline of a sound as a seek bar: a slider for keyboard and screen readers, with
 * arrows (5 s), Page keys (30 s), Home and End. Without peaks it is a plain line.
 */
@Component({
  selector: 'app-waveform',
  template: `
    <svg [attr.viewBox]="'0 0 ' + bars() + ' 100'" preserveAspectRatio="none">
      <clipPath [id]="clip">
        <rect height="100" [attr.width]="fraction() * bars()" />
      </clipPath>
      <path [attr.d]="path()" />
      <path class="played" [attr.d]="path()" [attr.clip-path]="'url(#' + clip + ')'" />
    </svg>
  `,
  styles: `
    :host {
      display: block;
      height: 40px;
      min-width: 0;
      cursor: pointer;
      touch-action: none;
      border-radius: 6px;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
      overflow: visible;
    }
    path {
      fill: none;
      stroke: var(--line-strong);
      stroke-width: 2.2px;
      stroke-linecap: round;
      vector-effect: non-scaling-stroke;
    }
    .played {
      stroke: var(--wave-colour, var(--accent));
    }
  `,
  host: {
    role: 'slider',
    tabindex: '0',
    '[attr.aria-label]': 'label()',
    'aria-valuemin': '0',
    '[attr.aria-valuemax]': 'seconds(durationMs())',
    '[attr.aria-valuenow]': 'seconds(positionMs())',
    '[attr.aria-valuetext]': 'spoken()',
    '(pointerdown)': 'grab($event)',
    '(pointermove)': 'drag($event)',
    '(keydown)': 'step($event)',
  },
})
export class Waveform {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef);
  readonly peaks = input<readonly number[] | null>(null);
  readonly positionMs = input.required<number>();
  readonly durationMs = input.required<number>();
  readonly label = input.required<string>();
  /** The place somebody asks for, in milliseconds. */
  readonly sought = output<number>();

  /** One bar every five pixels, whatever the size of the screen. */
  readonly #width = elementWidth(600);
  protected readonly bars = computed(() => Math.max(20, Math.round(this.#width() / 5)));
  protected readonly clip = `wave-${(serial += 1)}`;
  protected readonly path = computed(() => barsPath(toBars(this.peaks() ?? [], this.bars())));
  protected readonly fraction = computed(() =>
    this.durationMs() > 0 ? Math.min(1, this.positionMs() / this.durationMs()) : 0,
  );
  protected readonly spoken = computed(
    () => `${clock(this.positionMs())} / ${clock(this.durationMs())}`,
  );

  protected seconds(ms: number): number {
    return Math.round(ms / 1000);
  }

  protected grab(event: PointerEvent): void {
    this.#host.nativeElement.setPointerCapture(event.pointerId);
    this.#seekTo(event.clientX);
  }

  protected drag(event: PointerEvent): void {
    if (event.buttons === 1) this.#seekTo(event.clientX);
  }

  protected step(event: KeyboardEvent): void {
    const moves: Record<string, number> = {
      ArrowRight: this.positionMs() + STEP_MS,
      ArrowUp: this.positionMs() + STEP_MS,
      ArrowLeft: this.positionMs() - STEP_MS,
      ArrowDown: this.positionMs() - STEP_MS,
      PageUp: this.positionMs() + 6 * STEP_MS,
      PageDown: this.positionMs() - 6 * STEP_MS,
      Home: 0,
      End: this.durationMs(),
    };
    const target = moves[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.sought.emit(Math.min(this.durationMs(), Math.max(0, target)));
  }

  #seekTo(clientX: number): void {
    const { left, width } = this.#host.nativeElement.getBoundingClientRect();
    const fraction = Math.min(1, Math.max(0, (clientX - left) / width));
    this.sought.emit(fraction * this.durationMs());
  }
}
