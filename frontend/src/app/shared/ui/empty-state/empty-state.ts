import { Component, computed, input } from '@angular/core';

import { mosaicOf } from '../cover-art/tiles';

/** Nothing here yet: a mosaic, a sentence, and exactly one projected action. */
@Component({
  selector: 'app-empty-state',
  template: `
    <svg viewBox="0 0 340 100" aria-hidden="true">
      @for (tile of tiles(); track $index) {
        <path [attr.d]="tile.d" [attr.fill]="tile.fill" [attr.transform]="tile.move" />
      }
    </svg>
    <h2>{{ heading() }}</h2>
    <p class="quiet">{{ text() }}</p>
    <ng-content />
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: var(--s-3);
      padding: var(--s-7) var(--s-4);
      text-align: center;
    }
    svg {
      width: min(300px, 80%);
      margin-bottom: var(--s-3);
    }
    p {
      max-width: 46ch;
      margin-bottom: var(--s-3);
    }
  `,
})
export class EmptyState {
  readonly heading = input.required<string>();
  readonly text = input('');
  /** Chooses the picture; give each place its own word. */
  readonly art = input('empty');
  protected readonly tiles = computed(() =>
    ['a', 'b', 'c'].flatMap((part, index) =>
      mosaicOf(`${this.art()} ${part}`).map((tile) => ({
        ...tile,
        move: `translate(${index * 120} 0)`,
      })),
    ),
  );
}
