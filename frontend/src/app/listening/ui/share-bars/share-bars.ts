import { Component, computed, input } from '@angular/core';

import { NumPipe } from '@app/shared/i18n/pipes';
import { Part } from '../../model/rows';

/** Parts of a whole as bars, each with its figure and its share. */
@Component({
  selector: 'app-share-bars',
  imports: [NumPipe],
  template: `
    <ul [attr.aria-label]="label()">
      @for (part of drawn(); track part.key) {
        <li [style.--share]="part.width" [style.--tile]="part.tile">
          <span class="clip">{{ part.name }}</span>
          <span class="figures small">
            {{ part.figure }}
            @if (part.share !== null) {
              <strong>{{ part.share | num: percent }}</strong>
            }
          </span>
          <i></i>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: grid;
      gap: var(--s-3);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: var(--s-1) var(--s-3);
    }
    strong {
      display: inline-block;
      min-width: 4ch;
      text-align: right;
    }
    i {
      grid-column: 1 / -1;
      height: 10px;
      border-radius: var(--r-pill);
      background: linear-gradient(var(--tile), var(--tile)) 0 / var(--share) 100% no-repeat
        var(--surface-2);
    }
  `,
})
export class ShareBars {
  readonly parts = input.required<readonly Part[]>();
  readonly label = input.required<string>();
  protected readonly percent: Intl.NumberFormatOptions = {
    style: 'percent',
    maximumFractionDigits: 1,
  };
  protected readonly drawn = computed(() =>
    this.parts().map((part, index) => ({
      ...part,
      width: `${(part.share ?? 0) * 100}%`,
      tile: `var(--tile-${(index % 6) + 1})`,
    })),
  );
}
