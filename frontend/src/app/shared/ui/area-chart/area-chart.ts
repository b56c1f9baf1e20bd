import { Component, computed, input, signal } from '@angular/core';
import { scaleLinear } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';

import { ChartFrame } from '../chart-frame/chart-frame';
import {
  ChartBand,
  ChartPoint,
  plainFormat,
  thinOut,
  ValueFormat,
} from '../chart-frame/chart-point';
import { elementWidth } from '../chart-frame/element-width';
import { valueAxis } from '../chart-frame/value-axis';

const HEIGHT = 240;
const AXIS = 26;
/** How wide a letter below the axis is, in pixels. */
const LETTER = 6.8;
let serial = 0;

/** A line over evenly spaced times, filled below; pointing at it shows the nearest figure. */
@Component({
  selector: 'app-area-chart',
  imports: [ChartFrame],
  templateUrl: './area-chart.html',
  styleUrl: '../chart-frame/chart.scss',
})
export class AreaChart {
  readonly heading = input.required<string>();
  readonly data = input.required<readonly ChartPoint[]>();
  readonly format = input<ValueFormat>(plainFormat);
  /** What one step of the value axis counts, such as the milliseconds of an hour. */
  readonly unit = input(1);
  readonly names = input(6);
  /** Marked stretches behind the line, such as the events of a life. */
  readonly marked = input<readonly ChartBand[]>([]);
  protected readonly width = elementWidth(640);
  protected readonly fade = `area-fade-${(serial += 1)}`;
  protected readonly near = signal<number | null>(null);

  readonly #max = computed(() => Math.max(1, ...this.data().map(({ value }) => value)));
  readonly #x = computed(() =>
    scaleLinear()
      .domain([0, Math.max(1, this.data().length - 1)])
      .range([this.axis().gutter + 4, this.width() - 6]),
  );
  protected readonly axis = computed(() =>
    valueAxis(this.#max(), {
      unit: this.unit(),
      bottom: HEIGHT - AXIS,
      top: 24,
      format: this.format(),
    }),
  );
  protected readonly paths = computed(() => {
    const points = this.data().map(({ value }, i): [number, number] => [
      this.#x()(i),
      this.axis().y(value),
    ]);
    const fill = area()
      .y0(HEIGHT - AXIS)
      .curve(curveMonotoneX);
    return { area: fill(points) ?? '', line: line().curve(curveMonotoneX)(points) ?? '' };
  });
  protected readonly bands = computed(() =>
    this.marked().map(({ from, to, label, colour }) => {
      const x = this.#x()(from);
      return { x, width: Math.max(4, this.#x()(to) - x), label, colour };
    }),
  );
  protected readonly labels = computed(() => {
    const room = LETTER * Math.max(6, ...this.data().map(({ label }) => label.length)) + 12;
    const [first, last] = [this.axis().gutter + 16, this.width() - room / 2];
    const most = Math.floor(Math.min(this.names(), (this.width() - first) / room));
    // The first and the last are moved inside the edges, which can bring them too close to others.
    for (let count = most; ; count--) {
      const labels = thinOut(this.data(), Math.max(1, count)).map(({ item, index }) => ({
        x: Math.min(last, Math.max(first, this.#x()(index))),
        text: item.label,
      }));
      const apart = labels.every(({ x }, index) => x - (labels[index - 1]?.x ?? -room) >= room - 4);
      if (apart || count <= 1) return labels;
    }
  });
  protected readonly marker = computed(() => {
    const index = this.near();
    const found = index === null ? undefined : this.data()[index];
    if (index === null || found === undefined) return null;
    const x = this.#x()(index);
    const text = `${found.label}: ${this.format()(found.value)}`;
    return {
      x,
      y: this.axis().y(found.value),
      text,
      textX: Math.min(this.width() - 80, Math.max(80, x)),
    };
  });
  protected readonly summary = computed(() => {
    const best = this.data().find(({ value }) => value === this.#max());
    const peak = best === undefined ? '' : `. ${best.label}: ${this.format()(best.value)}`;
    const bands = this.marked().map(({ label }) => `. ${label}`);
    return this.heading() + peak + bands.join('');
  });

  protected point(event: PointerEvent): void {
    const { left } = (event.currentTarget as Element).getBoundingClientRect();
    const index = Math.round(this.#x().invert(event.clientX - left));
    this.near.set(Math.min(this.data().length - 1, Math.max(0, index)));
  }
}
