import {
  afterRenderEffect,
  Component,
  computed,
  ElementRef,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { scaleLinear } from 'd3-scale';
import { curveBumpX, line } from 'd3-shape';

import { ChartFrame } from '../chart-frame/chart-frame';
import { ChartPoint, thinOut } from '../chart-frame/chart-point';
import { elementWidth } from '../chart-frame/element-width';

/** One line: its stretches without a gap, as pairs of frame and rank. */
export interface BumpLine {
  name: string;
  stretches: readonly (readonly [number, number])[][];
}

const [ROW, TOP, NAMES, STEP] = [34, 14, 128, 30];

/** Ranks over time: one line a name, the best on top; pointing at a line lifts it out. */
@Component({
  selector: 'app-bump-chart',
  imports: [ChartFrame],
  templateUrl: './bump-chart.html',
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
    g {
      transition: opacity var(--fast) var(--ease);
    }
    .line {
      stroke-width: 3.5;
    }
    .end {
      fill: var(--ink);
      font-weight: 600;
    }
  `,
})
export class BumpChart {
  readonly heading = input.required<string>();
  /** Names of the frames, in order. */
  readonly frames = input.required<readonly string[]>();
  readonly lines = input.required<readonly BumpLine[]>();
  /** The lowest rank shown. */
  readonly depth = input(10);
  protected readonly lifted = signal<string | null>(null);
  protected readonly rankText = (rank: number): string => `#${rank}`;
  readonly #room = elementWidth(640);
  private readonly scroll = viewChild<ElementRef<HTMLElement>>('scroll');
  /** Narrow windows scroll sideways; frames never come closer than fingers. */
  protected readonly width = computed(() =>
    Math.max(this.#room(), NAMES + this.frames().length * STEP),
  );
  protected readonly height = computed(() => TOP + this.depth() * ROW + 24);
  protected readonly box = computed(() => `0 0 ${this.width()} ${this.height()}`);
  readonly #x = computed(() =>
    scaleLinear()
      .domain([0, Math.max(1, this.frames().length - 1)])
      .range([26, Math.max(60, this.width() - NAMES)]),
  );
  readonly #y = (rank: number): number => TOP + (rank - 0.5) * ROW;
  protected readonly marks = computed(() =>
    thinOut(this.frames(), Math.max(2, this.width() / 90)).map(({ item, index }) => ({
      x: this.#x()(index),
      text: item,
    })),
  );
  protected readonly lanes = computed(() => {
    const draw = line<readonly [number, number]>()
      .x(([frame]) => this.#x()(frame))
      .y(([, rank]) => this.#y(rank))
      .curve(curveBumpX);
    return this.lines().map(({ name, stretches }, index) => {
      const points = stretches.flat();
      const last = points.at(-1);
      return {
        name,
        colour: colourOf(index),
        paths: stretches.map((stretch) => draw(stretch) ?? ''),
        dots: (this.frames().length > 30 ? points.slice(-1) : points).map(([frame, rank]) => ({
          x: this.#x()(frame),
          y: this.#y(rank),
        })),
        end:
          last?.[0] === this.frames().length - 1
            ? { x: this.#x()(last[0]), y: this.#y(last[1]), text: short(name) }
            : null,
      };
    });
  });
  protected readonly rows = computed<ChartPoint[]>(() =>
    this.lines()
      .flatMap(({ name, stretches }) =>
        stretches.flat().map(([frame, value]) => ({ frame, name, value })),
      )
      .sort((a, b) => a.frame - b.frame || a.value - b.value)
      .map(({ frame, name, value }) => ({
        label: `${this.frames()[frame] ?? ''} · ${name}`,
        value,
      })),
  );

  constructor() {
    // The last frame first: there stand the names.
    afterRenderEffect(() => {
      const [view, width] = [this.scroll()?.nativeElement, this.width()];
      if (view !== undefined) view.scrollLeft = width;
    });
  }
}

/** Six tiles, then the same six nearer to the ink. */
function colourOf(index: number): string {
  const tile = `var(--tile-${(index % 6) + 1})`;
  return index % 12 < 6 ? tile : `color-mix(in oklab, ${tile} 55%, var(--ink))`;
}

function short(name: string): string {
  return name.length > 15 ? `${name.slice(0, 14)}…` : name;
}
