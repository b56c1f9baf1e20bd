import { Component, computed, input, signal } from '@angular/core';
import { scaleBand } from 'd3-scale';

import { ChartFrame } from '../chart-frame/chart-frame';
import { ChartPoint, plainFormat, thinOut, ValueFormat } from '../chart-frame/chart-point';
import { elementWidth } from '../chart-frame/element-width';
import { valueAxis } from '../chart-frame/value-axis';

const HEIGHT = 240;
const AXIS = 26;

/** Columns over categories: `<app-bar-chart heading="…" [data]="points" [format]="plays" />`. */
@Component({
  selector: 'app-bar-chart',
  imports: [ChartFrame],
  template: `
    <app-chart-frame [heading]="heading()" [data]="data()" [format]="format()">
      <svg
        role="img"
        [attr.aria-label]="summary()"
        [attr.viewBox]="'0 0 ' + width() + ' 240'"
        (pointerleave)="near.set(null)"
      >
        @for (tick of axis().ticks; track tick.value) {
          <line
            [attr.x1]="axis().gutter"
            [attr.x2]="width()"
            [attr.y1]="tick.y"
            [attr.y2]="tick.y"
          />
          <text class="value" [attr.x]="axis().gutter - 8" [attr.y]="tick.y + 4">
            {{ tick.text }}
          </text>
        }
        @for (bar of bars(); track $index) {
          <path [attr.d]="bar.d" [class.top]="bar.top" (pointerenter)="near.set($index)">
            <title>{{ bar.text }}</title>
          </path>
        }
        @if (told(); as bar) {
          <text class="name marker" [attr.x]="bar.x" [attr.y]="bar.y">{{ bar.figure }}</text>
        }
        @for (label of labels(); track label.x) {
          <text class="name" y="234" [attr.x]="label.x">{{ label.text }}</text>
        }
      </svg>
    </app-chart-frame>
  `,
  styleUrl: '../chart-frame/chart.scss',
})
export class BarChart {
  readonly heading = input.required<string>();
  readonly data = input.required<readonly ChartPoint[]>();
  readonly format = input<ValueFormat>(plainFormat);
  /** What one step of the value axis counts, such as the milliseconds of an hour. */
  readonly unit = input(1);
  /** At most so many names under the columns. */
  readonly names = input(12);
  protected readonly width = elementWidth(640);
  protected readonly near = signal<number | null>(null);

  readonly #max = computed(() => Math.max(1, ...this.data().map(({ value }) => value)));
  readonly #x = computed(() =>
    scaleBand<number>()
      .domain(this.data().map((_, index) => index))
      .range([this.axis().gutter, this.width()])
      .paddingInner(0.28),
  );
  protected readonly axis = computed(() =>
    valueAxis(this.#max(), {
      unit: this.unit(),
      bottom: HEIGHT - AXIS,
      top: 26,
      format: this.format(),
    }),
  );
  protected readonly bars = computed(() => {
    const [x, y, width] = [this.#x(), this.axis().y, this.#x().bandwidth()];
    return this.data().map(({ label, value }, index) => {
      const [left, top, bottom] = [x(index) ?? 0, y(value), y(0)];
      const r = Math.min(6, width / 2, Math.max(0, bottom - top));
      return {
        d: `M${left} ${bottom}V${top + r}q0 ${-r} ${r} ${-r}h${width - 2 * r}q${r} 0 ${r} ${r}V${bottom}z`,
        text: `${label}: ${this.format()(value)}`,
        figure: this.format()(value),
        x: Math.min(this.width() - 24, left + width / 2),
        y: top - 7,
        top: value === this.#max(),
      };
    });
  });
  /** The bar whose figure is written above it: the one pointed at, else the highest. */
  protected readonly told = computed(() => {
    const bars = this.bars();
    return bars[this.near() ?? bars.findIndex(({ top }) => top)];
  });
  protected readonly labels = computed(() =>
    thinOut(this.data(), Math.min(this.names(), (this.width() - this.axis().gutter) / 28)).map(
      ({ item, index }) => ({
        x: (this.#x()(index) ?? 0) + this.#x().bandwidth() / 2,
        text: item.label,
      }),
    ),
  );
  protected readonly summary = computed(() => {
    const best = this.data().find(({ value }) => value === this.#max());
    return best === undefined
      ? this.heading()
      : `${this.heading()}. ${best.label}: ${this.format()(best.value)}`;
  });
}
