import { Component, computed, input, signal } from '@angular/core';
import { scaleLinear } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';

import { ChartFrame } from '../chart-frame/chart-frame';
import { ChartPoint, plainFormat, thinOut, ValueFormat } from '../chart-frame/chart-point';
import { elementWidth } from '../chart-frame/element-width';

const HEIGHT = 240;
const AXIS = 26;

/** A line over evenly spaced times, filled below; pointing at it shows the nearest figure. */
@Component({
  selector: 'app-area-chart',
  imports: [ChartFrame],
  template: `
    <app-chart-frame [heading]="heading()" [data]="data()" [format]="format()">
      <svg
        role="img"
        [attr.viewBox]="'0 0 ' + width() + ' 240'"
        [attr.aria-label]="summary()"
        (pointermove)="point($event)"
        (pointerleave)="near.set(null)"
      >
        @for (tick of ticks(); track tick.value) {
          <line x1="0" [attr.x2]="width()" [attr.y1]="tick.y" [attr.y2]="tick.y" />
          <text x="0" [attr.y]="tick.y - 5">{{ tick.text }}</text>
        }
        <path class="area" [attr.d]="paths().area" />
        <path class="line" [attr.d]="paths().line" />
        @for (label of labels(); track label.x) {
          <text class="name" y="234" [attr.x]="label.x">{{ label.text }}</text>
        }
        @if (marker(); as mark) {
          <line y1="18" y2="214" [attr.x1]="mark.x" [attr.x2]="mark.x" />
          <circle r="5" fill="var(--ink)" [attr.cx]="mark.x" [attr.cy]="mark.y" />
          <text class="name" y="12" style="fill: var(--ink)" [attr.x]="mark.textX">
            {{ mark.text }}
          </text>
        }
      </svg>
    </app-chart-frame>
  `,
  styleUrl: '../chart-frame/chart.scss',
})
export class AreaChart {
  readonly heading = input.required<string>();
  readonly data = input.required<readonly ChartPoint[]>();
  readonly format = input<ValueFormat>(plainFormat);
  readonly names = input(6);
  protected readonly width = elementWidth(640);
  protected readonly near = signal<number | null>(null);

  readonly #max = computed(() => Math.max(1, ...this.data().map(({ value }) => value)));
  readonly #x = computed(() =>
    scaleLinear()
      .domain([0, Math.max(1, this.data().length - 1)])
      .range([4, this.width() - 4]),
  );
  readonly #y = computed(() =>
    scaleLinear()
      .domain([0, this.#max()])
      .nice(4)
      .range([HEIGHT - AXIS, 24]),
  );
  protected readonly ticks = computed(() =>
    this.#y()
      .ticks(4)
      .slice(1)
      .map((value) => ({ value, y: this.#y()(value), text: this.format()(value) })),
  );
  protected readonly paths = computed(() => {
    const points = this.data().map(({ value }, i): [number, number] => [
      this.#x()(i),
      this.#y()(value),
    ]);
    const fill = area()
      .y0(HEIGHT - AXIS)
      .curve(curveMonotoneX);
    return { area: fill(points) ?? '', line: line().curve(curveMonotoneX)(points) ?? '' };
  });
  protected readonly labels = computed(() =>
    thinOut(this.data(), Math.min(this.names(), this.width() / 70)).map(({ item, index }) => ({
      x: Math.min(this.width() - 30, Math.max(30, this.#x()(index))),
      text: item.label,
    })),
  );
  protected readonly marker = computed(() => {
    const index = this.near();
    const found = index === null ? undefined : this.data()[index];
    if (index === null || found === undefined) return null;
    const x = this.#x()(index);
    const text = `${found.label}: ${this.format()(found.value)}`;
    return {
      x,
      y: this.#y()(found.value),
      text,
      textX: Math.min(this.width() - 80, Math.max(80, x)),
    };
  });
  protected readonly summary = computed(() => {
    const best = this.data().find(({ value }) => value === this.#max());
    const peak = best === undefined ? '' : `. ${best.label}: ${this.format()(best.value)}`;
    return this.heading() + peak;
  });

  protected point(event: PointerEvent): void {
    const { left } = (event.currentTarget as Element).getBoundingClientRect();
    const index = Math.round(this.#x().invert(event.clientX - left));
    this.near.set(Math.min(this.data().length - 1, Math.max(0, index)));
  }
}
