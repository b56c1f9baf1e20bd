import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

/** One figure of both sides. */
export interface SideRow {
  key: string;
  label: string;
  values: readonly [number, number];
  texts: readonly [string, string];
}

/** Two columns of figures around their names; the longer bar has more of it. */
@Component({
  selector: 'app-side-by-side',
  imports: [TranslocoDirective],
  template: `
    <table *transloco="let t">
      <thead>
        <tr>
          <th scope="col" class="left">{{ names()[0] }}</th>
          <td>
            <span class="visually-hidden">{{ t('listening.compare.figure') }}</span>
          </td>
          <th scope="col">{{ names()[1] }}</th>
        </tr>
      </thead>
      <tbody>
        @for (row of drawn(); track row.key) {
          <tr>
            <td class="left figures">
              {{ row.texts[0] }}
              <i [style.width.%]="row.widths[0]"></i>
            </td>
            <th scope="row">{{ row.label }}</th>
            <td class="figures">
              {{ row.texts[1] }}
              <i [style.width.%]="row.widths[1]"></i>
            </td>
          </tr>
        }
      </tbody>
    </table>
  `,
  styles: `
    table {
      width: 100%;
      border-collapse: collapse;
      table-layout: fixed;
    }
    th,
    td {
      padding: var(--s-2);
      vertical-align: top;
      text-align: left;
      overflow-wrap: anywhere;
    }
    tbody th {
      width: 30%;
      color: var(--ink-2);
      font-size: var(--text-s);
      font-weight: 500;
      text-align: center;
    }
    td {
      font-weight: 680;
    }
    .left {
      text-align: right;
    }
    i {
      display: block;
      height: 8px;
      margin-top: var(--s-1);
      border-radius: var(--r-pill);
      background: var(--tile-4);
    }
    .left i {
      margin-left: auto;
      background: var(--tile-1);
    }
  `,
})
export class SideBySide {
  readonly names = input.required<readonly [string, string]>();
  readonly rows = input.required<readonly SideRow[]>();
  protected readonly drawn = computed(() =>
    this.rows().map((row) => {
      const most = Math.max(...row.values, Number.MIN_VALUE);
      return { ...row, widths: row.values.map((value) => (value / most) * 100) };
    }),
  );
}
