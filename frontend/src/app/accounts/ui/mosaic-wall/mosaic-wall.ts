import { Component, computed, input } from '@angular/core';

import { CoverArt } from '@app/shared/ui/cover-art/cover-art';

/** A wall of covers, each made from a word: the face of the app before anybody has music in it. */
@Component({
  selector: 'app-mosaic-wall',
  imports: [CoverArt],
  template: `
    @for (name of names(); track name) {
      <app-cover-art [name]="name" />
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(var(--wall-columns, 6), 1fr);
      gap: var(--wall-gap, 10px);
    }
    app-cover-art:nth-child(7n + 3) {
      border-radius: 50%;
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class MosaicWall {
  readonly count = input(24);
  protected readonly names = computed(() =>
    Array.from({ length: this.count() }, (_, index) => `wall tile ${index}`),
  );
}
