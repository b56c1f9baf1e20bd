import { Component, computed, input, signal } from '@angular/core';

import { ChartFrame } from '../chart-frame/chart-frame';
import { ChartPoint, plainFormat, ValueFormat } from '../chart-frame/chart-point';
import { elementWidth } from '../chart-frame/element-width';

const LEFT = 36;

/** Weekdays × hours as tiles. `values[weekday][hour]`, Monday first; `days` names the rows. */
@Component({
  selector: 'app-week-heatmap',
  imports: [ChartFrame],
  template: `
    <app-chart-frame [heading]="heading()" [data]="rows()" [format]="format()">
      <svg
        role="img"
        [attr.viewBox]="box()"
        [attr.aria-label]="summary()"
        (pointerleave)="near.set(null)"
      >
        @for (tile of tiles(); track $index) {
          <rect
            [attr.width]="cell() * 0.9"
            [attr.height]="cell() * 0.9"
            [attr.rx]="tile.round"
            [attr.x]="tile.x"
            [attr.y]="tile.y"
            [style.fill]="tile.fill"
            (pointerenter)="near.set($index)"
          >
            <title>{{ tile.text }}</title>
          </rect>
        }
        @for (day of days(); track day) {
          @if (cell() > 14 || $even) {
            <text x="0" [attr.y]="($index + 0.5) * cell() + 4">{{ day }}</text>
          }
        }
        @for (hour of hours; track hour) {
          <text [attr.x]="36 + hour * cell()" [attr.y]="7 * cell() + 16">{{ hour }}</text>
        }
      </svg>
      <p class="told" aria-hidden="true">{{ told() }}</p>
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
  readonly #width = elementWidth(640);
  protected readonly cell = computed(() => (this.#width() - LEFT) / 24);
  protected readonly box = computed(() => `0 0 ${this.#width()} ${7 * this.cell() + 22}`);

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
        x: LEFT + (index % 24) * this.cell(),
        y: Math.floor(index / 24) * this.cell(),
        round: value === this.#max() ? this.cell() * 0.45 : this.cell() * 0.2,
        fill: `color-mix(in oklab, var(--tile-1) ${Math.round(share * 100)}%, var(--surface-2))`,
        text: `${label}: ${this.format()(value)}`,
      };
    }),
  );
  protected readonly near = signal<number | null>(null);
  /** The tile pointed at, else the darkest. */
  protected readonly told = computed(() => {
    const most = this.rows().findIndex(({ value }) => value === this.#max());
    return this.tiles()[this.near() ?? most]?.text ?? '';
  });
  protected readonly summary = computed(() => {
    const best = this.rows().find(({ value }) => value === this.#max());
    const peak = best === undefined ? '' : `. ${best.label}: ${this.format()(best.value)}`;
    return this.heading() + peak;
  });
}
