import { Component, input } from '@angular/core';

import { ChartPoint, plainFormat, ValueFormat } from '../chart-frame/chart-point';

/** The same figures as a chart, for eyes and ears that prefer rows. */
@Component({
  selector: 'app-data-table',
  template: `
    <div class="scroll" tabindex="0" role="region" [attr.aria-label]="label()">
      <table>
        <caption class="visually-hidden">
          {{
            label()
          }}
        </caption>
        <tbody>
          @for (row of data(); track $index) {
            <tr>
              <th scope="row">{{ row.label }}</th>
              <td class="figures">{{ format()(row.value) }}</td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styles: `
    .scroll {
      max-height: 320px;
      overflow: auto;
      border-radius: var(--r-s);
    }
    table {
      width: 100%;
      border-collapse: collapse;
    }
    th,
    td {
      padding: var(--s-2) var(--s-3);
      border-bottom: 1px solid var(--line);
      font-weight: 400;
      text-align: left;
    }
    td {
      text-align: right;
      font-weight: 600;
    }
  `,
})
export class DataTable {
  readonly data = input.required<readonly ChartPoint[]>();
  readonly label = input.required<string>();
  readonly format = input<ValueFormat>(plainFormat);
}
