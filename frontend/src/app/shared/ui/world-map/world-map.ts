import { Component, computed, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { ChartFrame } from '../chart-frame/chart-frame';
import { ChartPoint, plainFormat, ValueFormat } from '../chart-frame/chart-point';
import type { CountryValue } from './country-value';
import { countries, HEIGHT, WIDTH } from './countries';
import { fillOf, shade } from './shade';

const STEPS = 5;
const STEP = { width: 34, height: 10 };

/**
 * The world, shaded by a figure of each country. Big: load it with `@defer`. Pointing at a country
 * (or touching it) writes its figure below; the table has them all for keyboards and readers.
 */
@Component({
  selector: 'app-world-map',
  imports: [ChartFrame, TranslocoDirective],
  template: `
    <app-chart-frame *transloco="let t" [heading]="heading()" [data]="rows()" [format]="format()">
      <svg role="img" [attr.viewBox]="box" [attr.aria-label]="summary()">
        @for (country of drawn(); track $index) {
          <path
            vector-effect="non-scaling-stroke"
            [class.silent]="!country.text"
            [attr.d]="country.d"
            [style.fill]="country.fill"
            (pointerenter)="pointed.set(country.text)"
            (click)="pointed.set(country.text)"
          >
            @if (country.text) {
              <title>{{ country.text }}</title>
            }
          </path>
        }
        @for (step of scale; track step.x) {
          <rect
            [attr.x]="step.x"
            [attr.y]="step.y"
            [attr.width]="step.width"
            [attr.height]="step.height"
            [style.fill]="step.fill"
          />
        }
      </svg>
      <p class="small quiet figures" aria-hidden="true">{{ pointed() || t('ui.mapHint') }}</p>
      @if (missing(); as names) {
        <p class="small quiet">{{ t('ui.mapMissing', { names }) }}</p>
      }
    </app-chart-frame>
  `,
  styleUrl: '../chart-frame/chart.scss',
  styles: `
    path {
      stroke: var(--surface);
      stroke-width: 0.7px;
    }
    path:not(.silent):hover {
      stroke: var(--ink);
      stroke-width: 1.4px;
    }
    p {
      margin: var(--s-2) 0 0;
    }
  `,
})
export class WorldMap {
  readonly heading = input.required<string>();
  readonly items = input.required<readonly CountryValue[]>();
  readonly format = input<ValueFormat>(plainFormat);
  protected readonly box = `0 0 ${WIDTH} ${HEIGHT}`;
  protected readonly pointed = signal('');
  /** From none to the most, at the lower left, where there is only sea. */
  protected readonly scale = Array.from({ length: STEPS }, (_, step) => ({
    ...STEP,
    x: 16 + step * STEP.width,
    y: HEIGHT - 24,
    fill: fillOf(step === 0 ? 0 : 0.16 + (0.84 * step) / (STEPS - 1)),
  }));
  readonly #most = computed(() => Math.max(0, ...this.items().map(({ value }) => value)));
  readonly #byCode = computed(() => new Map(this.items().map((item) => [item.code, item])));
  protected readonly rows = computed<ChartPoint[]>(() =>
    this.items().map(({ name, value }) => ({ label: name, value })),
  );
  protected readonly drawn = computed(() =>
    countries().map(({ code, d }) => {
      const found = this.#byCode().get(code);
      const value = found?.value ?? 0;
      return {
        d,
        fill: fillOf(shade(value, this.#most())),
        text: found === undefined ? '' : `${found.name}: ${this.format()(value)}`,
      };
    }),
  );
  /** Countries with a figure that are too small to be drawn. */
  protected readonly missing = computed(() => {
    const shown = new Set(countries().map(({ code }) => code));
    return this.items()
      .filter(({ code, value }) => value > 0 && !shown.has(code))
      .map(({ name, value }) => `${name} (${this.format()(value)})`)
      .join(', ');
  });
  protected readonly summary = computed(() => {
    const best = this.items().find(({ value }) => value === this.#most());
    if (best === undefined || best.value === 0) return this.heading();
    return `${this.heading()}. ${best.name}: ${this.format()(best.value)}`;
  });
}
