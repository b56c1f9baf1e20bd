import { Component, computed, input, signal } from '@angular/core';
import { scaleSqrt } from 'd3-scale';
import { arc } from 'd3-shape';

import { ChartFrame } from '../chart-frame/chart-frame';
import { ChartPoint, plainFormat, ValueFormat } from '../chart-frame/chart-point';

const STEP = (2 * Math.PI) / 24;
const INNER = 44;

/** 24 petals around a clock, midnight on top: `[data]` holds 24 points, hour 0 first. */
@Component({
  selector: 'app-hour-clock',
  imports: [ChartFrame],
  template: `
    <app-chart-frame [heading]="heading()" [data]="data()" [format]="format()">
      <svg
        role="img"
        viewBox="-150 -150 300 300"
        [attr.aria-label]="summary()"
        (pointerleave)="near.set(null)"
      >
        <circle r="130" fill="none" stroke="var(--line)" />
        @for (petal of petals(); track $index) {
          <path [attr.d]="petal.d" [class.top]="petal.top" (pointerenter)="near.set($index)">
            <title>{{ petal.text }}</title>
          </path>
        }
        @if (told(); as hour) {
          <text class="name marker" y="0">{{ hour.label }}</text>
          <text class="name" y="16">{{ hour.figure }}</text>
        }
        @for (mark of marks; track mark.text) {
          <text class="name" [attr.x]="mark.x" [attr.y]="mark.y + 4">{{ mark.text }}</text>
        }
      </svg>
    </app-chart-frame>
  `,
  styleUrl: '../chart-frame/chart.scss',
  styles: `
    svg {
      max-width: 360px;
      margin: 0 auto;
    }
    text.marker {
      font-size: 17px;
    }
  `,
})
export class HourClock {
  readonly heading = input.required<string>();
  readonly data = input.required<readonly ChartPoint[]>();
  readonly format = input<ValueFormat>(plainFormat);
  protected readonly near = signal<number | null>(null);
  /** The hour in the middle of the clock: the one pointed at, else the loudest. */
  protected readonly told = computed(() => {
    const [data, most] = [this.data(), this.#max()];
    const found = data[this.near() ?? data.findIndex(({ value }) => value === most)];
    return found === undefined ? null : { label: found.label, figure: this.format()(found.value) };
  });
  protected readonly marks = [
    { text: '0', x: 0, y: -140 },
    { text: '6', x: 141, y: 0 },
    { text: '12', x: 0, y: 140 },
    { text: '18', x: -141, y: 0 },
  ];

  readonly #max = computed(() => Math.max(1, ...this.data().map(({ value }) => value)));
  protected readonly petals = computed(() => {
    // The area of a petal shows the value: its radius grows with the root.
    const radius = scaleSqrt().domain([0, this.#max()]).range([INNER, 128]);
    const shape = arc<number>()
      .innerRadius(INNER - 4)
      .cornerRadius(4)
      .padAngle(0.03);
    return this.data().map(({ label, value }, hour) => ({
      d:
        shape
          .startAngle(hour * STEP)
          .endAngle((hour + 1) * STEP)
          .outerRadius(radius(value))(hour) ?? '',
      text: `${label}: ${this.format()(value)}`,
      top: value === this.#max(),
    }));
  });
  protected readonly summary = computed(() => {
    const best = this.data().find(({ value }) => value === this.#max());
    const peak = best === undefined ? '' : `. ${best.label}: ${this.format()(best.value)}`;
    return this.heading() + peak;
  });
}
