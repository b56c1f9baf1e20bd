import { Component, computed, input } from '@angular/core';

import { coverOf } from './cover';

/**
 * A picture for what has none. `<app-cover-art [name]="track.title" shape="square" [size]="48" />`;
 * without `size` it fills its parent. Decoration: the name stands beside it.
 */
@Component({
  selector: 'app-cover-art',
  template: `
    <svg viewBox="0 0 100 100">
      <rect width="100" height="100" [attr.fill]="cover().palette[0]" />
      @for (tile of cover().tiles; track $index) {
        <path [attr.d]="tile.d" [attr.fill]="tile.fill" [attr.stroke]="tile.fill" />
      }
    </svg>
  `,
  styles: `
    :host {
      position: relative;
      display: block;
      flex: none;
      aspect-ratio: 1;
      overflow: hidden;
      border-radius: clamp(6px, 12%, 16px);
      background: var(--surface-3);
    }
    :host(.round) {
      border-radius: 50%;
    }
    /* A light edge, so that a dark picture does not sink into a dark page. */
    :host::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: inherit;
      box-shadow: inset 0 0 0 1px rgb(255 255 255 / 9%);
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
  protected readonly cover = computed(() => coverOf(this.name()));
}
