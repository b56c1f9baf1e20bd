import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { CoverArt } from '@app/shared/ui/cover-art/cover-art';

/** One figure of both sides. */
export interface SideRow {
  key: string;
  label: string;
  /** Whose it is. */
  by?: string | null;
  /** What has a picture shows it beside its name. */
  picture?: { round: boolean };
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
            <th role="rowheader" scope="row">
              @if (row.picture; as picture) {
                <app-cover-art
                  [name]="row.label"
                  [shape]="picture.round ? 'round' : 'square'"
                  [size]="36"
                />
              }
              <span>
                {{ row.label }}
                @if (row.by) {
                  <span class="by">{{ row.by }}</span>
                }
              </span>
            </th>
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
  styleUrl: './side-by-side.scss',
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
