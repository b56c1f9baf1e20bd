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
    dt {
      color: var(--ink-2);
      font-size: var(--text-s);
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
