import { Component, computed, input } from '@angular/core';
import { area, line } from 'd3-shape';

import { ChartFrame } from '../chart-frame/chart-frame';
import { ChartPoint, ValueFormat } from '../chart-frame/chart-point';

const SIDE = 300;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The least played `part` of all holds `share` of everything; both run from 0 to 1. */
export interface LorenzPart {
  part: number;
  share: number;
}

/** How unevenly something is spread: the further the curve hangs below the diagonal, the more. */
@Component({
  selector: 'app-lorenz-curve',
  imports: [ChartFrame],
  template: `
    <app-chart-frame [heading]="heading()" [data]="rows()" [format]="percent()">
      <svg role="img" viewBox="-38 -8 346 342" [attr.aria-label]="heading() + '. ' + note()">
        @for (tick of ticks; track tick) {
          <line x1="0" x2="300" [attr.y1]="300 * tick" [attr.y2]="300 * tick" />
          <text class="value" x="-6" [attr.y]="304 - 300 * tick">{{ percent()(tick) }}</text>
          <text class="name" y="318" [attr.x]="300 * tick">{{ percent()(tick) }}</text>
        }
        <path class="area" [attr.d]="paths().area" />
        <line class="even" x1="0" y1="300" x2="300" y2="0" />
        <path class="line" [attr.d]="paths().line" />
      </svg>
    </app-chart-frame>
  `,
  styleUrl: '../chart-frame/chart.scss',
  styles: `
    svg {
      max-width: 380px;
      margin: 0 auto;
    }
    .even {
      stroke: var(--ink-3);
      stroke-dasharray: 5 5;
    }
  `,
})
export class LorenzCurve {
  readonly heading = input.required<string>();
  readonly data = input.required<readonly LorenzPart[]>();
  readonly percent = input.required<ValueFormat>();
  /** The figure that goes with the curve, for those who do not see it. */
  readonly note = input('');
  protected readonly ticks = TICKS;
  protected readonly paths = computed(() => {
    const points = this.data().map(({ part, share }): [number, number] => [
      part * SIDE,
      (1 - share) * SIDE,
    ]);
    const between = area()
      .x(([x]) => x)
      .y0(([x]) => SIDE - x)
      .y1(([, y]) => y);
    return { line: line()(points) ?? '', area: between(points) ?? '' };
  });
  protected readonly rows = computed<ChartPoint[]>(() =>
    this.data().map(({ part, share }) => ({ label: this.percent()(part), value: share })),
  );
}
