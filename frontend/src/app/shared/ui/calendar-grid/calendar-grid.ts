import { Component, computed, input, signal } from '@angular/core';

import { ChartFrame } from '../chart-frame/chart-frame';
import { ChartPoint, plainFormat, ValueFormat } from '../chart-frame/chart-point';
import { elementWidth } from '../chart-frame/element-width';

/** A day of a year's grid: its column is the week, its row the weekday from Monday. */
export interface CalendarTile extends ChartPoint {
  week: number;
  weekday: number;
  /** Written above the column when a month begins there. */
  month: string | null;
}

const [TOP, LEFT, SMALLEST] = [20, 30, 13];

/** Every day of a year as a tile; narrow windows scroll sideways instead of shrinking the tiles. */
@Component({
  selector: 'app-calendar-grid',
  imports: [ChartFrame],
  template: `
    <app-chart-frame [heading]="heading()" [data]="data()" [format]="format()">
      <div class="scroll" tabindex="0" role="region" [attr.aria-label]="heading()">
        <svg
          role="img"
          [attr.viewBox]="box()"
          [attr.width]="width()"
          [attr.aria-label]="summary()"
          (pointerleave)="near.set(null)"
        >
          @for (tile of tiles(); track $index) {
            <rect
              [attr.width]="cell() * 0.86"
              [attr.height]="cell() * 0.86"
              [attr.rx]="cell() * 0.22"
              [attr.x]="tile.x"
              [attr.y]="tile.y"
              [style.fill]="tile.fill"
              (pointerenter)="near.set($index)"
            >
              <title>{{ tile.text }}</title>
            </rect>
            @if (tile.month) {
              <text y="12" [attr.x]="tile.x">{{ tile.month }}</text>
            }
          }
          @for (day of days(); track day) {
            @if ($even) {
              <text x="0" [attr.y]="20 + ($index + 0.5) * cell() + 3">{{ day }}</text>
            }
          }
        </svg>
      </div>
      <p class="told" aria-hidden="true">{{ told() }}</p>
    </app-chart-frame>
  `,
  styleUrl: '../chart-frame/chart.scss',
  styles: `
    .scroll {
      overflow-x: auto;
      border-radius: var(--r-s);
    }
    svg {
      width: auto;
      max-width: none;
    }
  `,
})
export class CalendarGrid {
  readonly heading = input.required<string>();
  readonly data = input.required<readonly CalendarTile[]>();
  /** Names of the rows, Monday first. */
  readonly days = input.required<readonly string[]>();
  readonly format = input<ValueFormat>(plainFormat);
  readonly #room = elementWidth(900);
  protected readonly cell = computed(() => Math.max(SMALLEST, (this.#room() - LEFT) / 54));
  protected readonly width = computed(() => LEFT + 54 * this.cell());
  protected readonly box = computed(() => `0 0 ${this.width()} ${TOP + 7 * this.cell()}`);
  readonly #max = computed(() => Math.max(1, ...this.data().map(({ value }) => value)));
  protected readonly tiles = computed(() =>
    this.data().map(({ label, value, week, weekday, month }) => ({
      x: LEFT + week * this.cell(),
      y: TOP + weekday * this.cell(),
      // The root lets ordinary days be told from silent ones beside a single huge day.
      fill: `color-mix(in oklab, var(--tile-1) ${Math.round(Math.sqrt(value / this.#max()) * 100)}%, var(--surface-2))`,
      text: `${label}: ${this.format()(value)}`,
      month,
    })),
  );
  protected readonly near = signal<number | null>(null);
  /** The day pointed at, else the loudest. */
  protected readonly told = computed(() => {
    const most = this.data().findIndex(({ value }) => value === this.#max());
    return this.tiles()[this.near() ?? most]?.text ?? '';
  });
  protected readonly summary = computed(() => {
    const best = this.data().find(({ value }) => value === this.#max());
    const peak = best === undefined ? '' : `. ${best.label}: ${this.format()(best.value)}`;
    return this.heading() + peak;
  });
}
