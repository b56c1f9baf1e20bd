import { Component, input } from '@angular/core';

export interface PlainRow {
  key: string;
  name: string;
  figure: string;
  note?: string | null;
}

/** Rows of words and figures, without pictures. */
@Component({
  selector: 'app-plain-list',
  template: `
    <ol>
      @for (row of rows(); track row.key) {
        <li>
          <span>{{ row.name }}</span>
          <strong class="figures">{{ row.figure }}</strong>
          @if (row.note) {
            <span class="note small quiet figures">{{ row.note }}</span>
          }
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      display: grid;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 0 var(--s-3);
      padding: var(--s-2) 0;
      border-bottom: 1px solid var(--line);
    }
    .note {
      grid-column: 1 / -1;
    }
  `,
})
export class PlainList {
  readonly rows = input.required<readonly PlainRow[]>();
}
