import { Component, computed, input } from '@angular/core';
import { scaleBand, scaleLinear } from 'd3-scale';

import { ChartFrame } from '../chart-frame/chart-frame';
import { ChartPoint, plainFormat, thinOut, ValueFormat } from '../chart-frame/chart-point';
import { elementWidth } from '../chart-frame/element-width';

const HEIGHT = 240;
const AXIS = 26;

/** Columns over categories: `<app-bar-chart heading="…" [data]="points" [format]="plays" />`. */
@Component({
  selector: 'app-bar-chart',
  imports: [ChartFrame],
  template: `
    <app-chart-frame [heading]="heading()" [data]="data()" [format]="format()">
      <svg role="img" [attr.aria-label]="summary()" [attr.viewBox]="'0 0 ' + width() + ' 240'">
        @for (tick of ticks(); track tick.value) {
          <line x1="0" [attr.x2]="width()" [attr.y1]="tick.y" [attr.y2]="tick.y" />
          <text x="0" [attr.y]="tick.y - 5">{{ tick.text }}</text>
        }
        @for (bar of bars(); track $index) {
          <path [attr.d]="bar.d" [class.top]="bar.top">
            <title>{{ bar.text }}</title>
          </path>
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
  /** At most so many names under the columns. */
  readonly names = input(12);
  protected readonly width = elementWidth(640);

  readonly #max = computed(() => Math.max(1, ...this.data().map(({ value }) => value)));
  readonly #x = computed(() =>
    scaleBand<number>()
      .domain(this.data().map((_, index) => index))
      .range([0, this.width()])
      .paddingInner(0.28),
  );
  readonly #y = computed(() =>
    scaleLinear()
      .domain([0, this.#max()])
      .nice(4)
      .range([HEIGHT - AXIS, 18]),
  );
  protected readonly ticks = computed(() =>
    this.#y()
      .ticks(4)
      .slice(1)
      .map((value) => ({ value, y: this.#y()(value), text: this.format()(value) })),
  );
  protected readonly bars = computed(() => {
    const [x, y, width] = [this.#x(), this.#y(), this.#x().bandwidth()];
    return this.data().map(({ label, value }, index) => {
      const [left, top, bottom] = [x(index) ?? 0, y(value), y(0)];
      const r = Math.min(6, width / 2, Math.max(0, bottom - top));
      return {
        d: `M${left} ${bottom}V${top + r}q0 ${-r} ${r} ${-r}h${width - 2 * r}q${r} 0 ${r} ${r}V${bottom}z`,
        text: `${label}: ${this.format()(value)}`,
        top: value === this.#max(),
      };
    });
  });
  protected readonly labels = computed(() =>
    thinOut(this.data(), Math.min(this.names(), this.width() / 36)).map(({ item, index }) => ({
      x: (this.#x()(index) ?? 0) + this.#x().bandwidth() / 2,
      text: item.label,
    })),
  );
  protected readonly summary = computed(() => {
    const best = this.data().find(({ value }) => value === this.#max());
    return best === undefined
      ? this.heading()
      : `${this.heading()}. ${best.label}: ${this.format()(best.value)}`;
  });
}
