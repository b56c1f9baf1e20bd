import { Component, computed, input } from '@angular/core';

import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { collageNames, PlaylistSummary } from '../../model/playlist';

/** Four covers as one picture. Decoration: the name stands beside it. */
@Component({
  selector: 'app-collage',
  imports: [CoverArt],
  template: `
    @for (name of names(); track $index) {
      <app-cover-art [name]="name" />
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: 1fr 1fr;
      aspect-ratio: 1;
      overflow: hidden;
      border-radius: var(--r-l);
    }
    app-cover-art {
      border-radius: 0;
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class Collage {
  readonly playlist = input.required<Pick<PlaylistSummary, 'name' | 'seeds'>>();
  protected readonly names = computed(() => collageNames(this.playlist()));
}
