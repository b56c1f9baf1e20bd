import { Component, input } from '@angular/core';

/** A figure and what it counts. */
export interface FactTile {
  key: string;
  label: string;
  figure: string;
  note?: string | undefined;
}

/** A handful of figures, each on its own tile. */
@Component({
  selector: 'app-fact-tiles',
  template: `
    <dl>
      @for (fact of facts(); track fact.key) {
        <div [style.--tile]="'var(--tile-' + (($index % 6) + 1) + ')'">
          <dt>{{ fact.label }}</dt>
          <dd>{{ fact.figure }}</dd>
          @if (fact.note) {
            <dd class="note">{{ fact.note }}</dd>
          }
        </div>
      }
    </dl>
  `,
  styles: `
    :host {
      display: block;
      container-type: inline-size;
    }
    dl {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(132px, 1fr));
      gap: var(--s-3);
      margin: 0;
    }
    div {
      min-width: 0;
      padding: var(--s-4);
      border: 1px solid var(--line);
      border-radius: var(--r-l);
      background: linear-gradient(
        150deg,
        color-mix(in oklab, var(--tile) 20%, var(--surface)),
        var(--surface) 62%
      );
    }
    /* Three in a row, and two on a phone, where an odd one takes the whole row. */
    @container (max-width: 820px) {
      dl {
        grid-template-columns: repeat(auto-fit, minmax(max(132px, 30%), 1fr));
      }
    }
    @container (max-width: 430px) {
      dl {
        grid-template-columns: 1fr 1fr;
      }
      div:last-child:nth-child(odd) {
        grid-column: 1 / -1;
      }
    }
    dt {
      color: var(--ink-2);
      font-size: var(--text-s);

      &::first-letter {
        text-transform: uppercase;
      }
    }
    dd {
      margin: 0;
      font-size: var(--text-xl);
      font-weight: 740;
      letter-spacing: -0.02em;
      line-height: 1.2;
    }
    .note {
      color: var(--ink-2);
      font-size: var(--text-xs);
      font-weight: 500;
      letter-spacing: 0;
    }
  `,
})
export class FactTiles {
  readonly facts = input.required<readonly FactTile[]>();
}
