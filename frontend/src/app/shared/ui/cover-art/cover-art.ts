import { Component, computed, input } from '@angular/core';

import { mosaicOf } from './tiles';

/**
 * A picture for what has none. `<app-cover-art [name]="track.title" shape="square" [size]="48" />`;
 * without `size` it fills its parent. Decoration: the name stands beside it.
 */
@Component({
  selector: 'app-cover-art',
  template: `
    <svg viewBox="0 0 100 100">
      <rect width="100" height="100" [attr.fill]="mosaic().ground" />
      @for (tile of mosaic().tiles; track $index) {
        <path [attr.d]="tile.d" [attr.fill]="tile.fill" [attr.stroke]="tile.fill" />
      }
    </svg>
  `,
  styles: `
    :host {
      display: block;
      flex: none;
      aspect-ratio: 1;
      overflow: hidden;
      border-radius: clamp(6px, 12%, 18px);
      background: var(--surface-3);
    }
    :host(.round) {
      border-radius: 50%;
    }
    path {
      stroke-width: 0.5;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
    }
  `,
  host: {
    'aria-hidden': 'true',
    '[class.round]': "shape() === 'round'",
    '[style.width.px]': 'size()',
  },
})
export class CoverArt {
  readonly name = input.required<string>();
  readonly shape = input<'square' | 'round'>('square');
  readonly size = input<number | null>(null);
  protected readonly mosaic = computed(() => mosaicOf(this.name()));
}
