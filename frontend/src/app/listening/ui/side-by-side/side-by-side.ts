import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { CoverArt } from '@app/shared/ui/cover-art/cover-art';

/** One figure of both sides. */
export interface SideRow {
  key: string;
  label: string;
  values: readonly [number, number];
  texts: readonly [string, string];
}

/** Two columns of figures around a line between them; the longer bar has more of it. */
@Component({
  selector: 'app-side-by-side',
  imports: [CoverArt, TranslocoDirective],
  // Rows are grids, which takes the meaning of a table away: the roles give it back.
  template: `
    <table role="table" *transloco="let t">
      <thead>
        <tr role="row">
          <td role="cell" class="visually-hidden">{{ t('listening.compare.figure') }}</td>
          @for (name of names(); track $index) {
            <th role="columnheader" scope="col">
              @if (covers()) {
                <app-cover-art shape="round" [name]="name" [size]="72" />
              }
              {{ name }}
            </th>
          }
        </tr>
      </thead>
      <tbody>
        @for (row of drawn(); track row.key) {
          <tr role="row">
            <th role="rowheader" scope="row">{{ row.label }}</th>
            @for (text of row.texts; track $index) {
              <td role="cell" class="figures">
                {{ text }}
                <i [style.width.%]="row.widths[$index]"></i>
              </td>
            }
          </tr>
        }
      </tbody>
    </table>
  `,
  styles: `
    table,
    thead,
    tbody {
      display: grid;
      gap: var(--s-3);
    }
    table {
      width: min(760px, 100%);
      margin: 0 auto;
    }
    tr {
      display: grid;
      grid-template-columns: 1fr 1fr;
      column-gap: 3px;
    }
    th,
    td {
      min-width: 0;
      padding: 0;
      overflow-wrap: anywhere;
    }
    thead th {
      display: grid;
      justify-items: end;
      align-content: end;
      gap: var(--s-2);
      padding: 0 var(--s-3);
      font-size: var(--text-l);
      font-weight: 700;
      line-height: 1.2;
      text-align: right;
      text-wrap: balance;

      & + th {
        justify-items: start;
        text-align: left;
      }
    }
    tbody th {
      grid-column: 1 / -1;
      color: var(--ink-2);
      font-size: var(--text-xs);
      font-weight: 550;
      text-align: center;
    }
    td {
      padding: 0 var(--s-3);
      font-weight: 680;
      text-align: right;

      & + td {
        text-align: left;
      }
    }
    i {
      display: block;
      height: 8px;
      margin: 2px calc(-1 * var(--s-3)) 0 auto;
      border-radius: var(--r-pill) 0 0 var(--r-pill);
      background: var(--tile-1);
      transition: width var(--slow) var(--ease);
    }
    td + td i {
      margin: 2px auto 0 calc(-1 * var(--s-3));
      border-radius: 0 var(--r-pill) var(--r-pill) 0;
      background: var(--chart);
    }
  `,
})
export class SideBySide {
  readonly names = input.required<readonly [string, string]>();
  readonly rows = input.required<readonly SideRow[]>();
  /** Whether the names are those of artists, who have pictures. */
  readonly covers = input(false);
  protected readonly drawn = computed(() =>
    this.rows().map((row) => {
      const most = Math.max(...row.values, Number.MIN_VALUE);
      return { ...row, widths: row.values.map((value) => (value / most) * 100) };
    }),
  );
}
