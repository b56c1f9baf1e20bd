import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { number, span } from '@app/shared/i18n/format';
import { Language } from '@app/shared/i18n/language';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { BarChart } from '@app/shared/ui/bar-chart/bar-chart';
import { ChartPoint, ValueFormat } from '@app/shared/ui/chart-frame/chart-point';
import { HourClock } from '@app/shared/ui/hour-clock/hour-clock';
import { bandsOf, LifeEvent } from '../../model/bands';
import { Charts, Metric } from '../../model/listening';
import { hourPoints, timelinePoints, weekdayPoints } from './chart-points';

const HOUR = 3_600_000;

/** When somebody listened: over time, round the clock, over the week. */
@Component({
  selector: 'app-charts',
  imports: [AreaChart, BarChart, HourClock, TranslocoDirective],
  template: `
    <div class="all" *transloco="let t">
      <section class="card wide">
        <app-area-chart
          [heading]="t('listening.charts.timeline')"
          [data]="timeline()"
          [marked]="bands()"
          [format]="format()"
          [unit]="unitOf(timeline())"
        />
        <ng-content select="[timeline]" />
      </section>
      <section class="card">
        <app-hour-clock
          [heading]="t('listening.charts.hours')"
          [data]="hours()"
          [format]="format()"
        />
        <ng-content select="[hours]" />
      </section>
      <section class="card">
        <app-bar-chart
          [heading]="t('listening.charts.weekdays')"
          [data]="weekdays()"
          [format]="format()"
          [unit]="unitOf(weekdays())"
        />
        <ng-content select="[weekdays]" />
      </section>
    </div>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--s-4);
      min-width: 0;
      container-type: inline-size;
    }
    .all {
      display: grid;
      gap: var(--s-4);
      min-width: 0;

      @container (min-width: 600px) {
        grid-template-columns: 1fr 1fr;

        .wide {
          grid-column: 1 / -1;
        }
      }
      @container (min-width: 1000px) {
        grid-template-columns: 2fr 1fr 1fr;

        .wide {
          grid-column: auto;
        }
      }
    }
    .card {
      min-width: 0;
    }
  `,
})
export class ListeningCharts {
  readonly #language = inject(Language);
  readonly charts = input.required<Charts>();
  readonly metric = input.required<Metric>();
  readonly events = input<readonly LifeEvent[]>([]);
  protected readonly bands = computed(() =>
    bandsOf(
      this.events(),
      this.charts().timeline.map(({ start }) => start),
    ),
  );

  protected readonly format = computed<ValueFormat>(() => {
    const language = this.#language.current();
    if (this.metric() === 'time') return (ms) => span(ms, language);
    return (plays) => number(plays, language);
  });
  protected readonly timeline = computed(() => {
    const { timeline, bucket } = this.charts();
    const language = this.#language.current();
    return timelinePoints(timeline, { bucket, metric: this.metric(), language });
  });
  /** Lengths are counted in whole hours, short ones in whole minutes. */
  protected unitOf(points: readonly ChartPoint[]): number {
    if (this.metric() === 'plays') return 1;
    return Math.max(...points.map(({ value }) => value)) > 2 * HOUR ? HOUR : HOUR / 60;
  }
  protected readonly hours = computed(() => hourPoints(this.charts().hours, this.metric()));
  protected readonly weekdays = computed(() =>
    weekdayPoints(this.charts().weekdays, this.metric(), this.#language.current()),
  );
}
