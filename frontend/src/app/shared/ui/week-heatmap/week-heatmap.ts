import { Component, computed, input } from '@angular/core';

import { ChartFrame } from '../chart-frame/chart-frame';
import { ChartPoint, plainFormat, ValueFormat } from '../chart-frame/chart-point';

const CELL = 26;
const LEFT = 44;

/** Weekdays × hours as tiles. `values[weekday][hour]`, Monday first; `days` names the rows. */
@Component({
  selector: 'app-week-heatmap',
  imports: [ChartFrame],
  template: `
    <app-chart-frame [heading]="heading()" [data]="rows()" [format]="format()">
      <svg role="img" viewBox="0 0 668 208" [attr.aria-label]="summary()">
        @for (tile of tiles(); track $index) {
          <rect
            width="23"
            height="23"
            [attr.rx]="tile.round"
            [attr.x]="tile.x"
            [attr.y]="tile.y"
            [style.fill]="tile.fill"
          >
            <title>{{ tile.text }}</title>
          </rect>
        }
        @for (day of days(); track day) {
          <text x="0" [attr.y]="$index * 26 + 16">{{ day }}</text>
        }
        @for (hour of hours; track hour) {
          <text [attr.x]="44 + hour * 26" y="204">{{ hour }}</text>
        }
      </svg>
    </app-chart-frame>
  `,
  styleUrl: '../chart-frame/chart.scss',
})
export class WeekHeatmap {
  readonly heading = input.required<string>();
  readonly values = input.required<readonly (readonly number[])[]>();
  readonly days = input.required<readonly string[]>();
  readonly format = input<ValueFormat>(plainFormat);
  protected readonly hours = [0, 6, 12, 18];

  protected readonly rows = computed<ChartPoint[]>(() =>
    this.values().flatMap((hours, day) =>
      hours.map((value, hour) => ({ label: `${this.days()[day] ?? ''} ${hour}:00`, value })),
    ),
  );
  readonly #max = computed(() => Math.max(1, ...this.values().flat()));
  protected readonly tiles = computed(() =>
    this.rows().map(({ label, value }, index) => {
      const share = value / this.#max();
      return {
        x: LEFT + (index % 24) * CELL,
        y: Math.floor(index / 24) * CELL,
        round: value === this.#max() ? 11.5 : 5,
        fill: `color-mix(in oklab, var(--tile-1) ${Math.round(share * 100)}%, var(--surface-2))`,
        text: `${label}: ${this.format()(value)}`,
      };
    }),
  );
  protected readonly summary = computed(() => {
    const best = this.rows().find(({ value }) => value === this.#max());
    const peak = best === undefined ? '' : `. ${best.label}: ${this.format()(best.value)}`;
    return this.heading() + peak;
  });
}
