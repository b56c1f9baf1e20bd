import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { span } from '@app/shared/i18n/format';
import { Language } from '@app/shared/i18n/language';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { BarChart } from '@app/shared/ui/bar-chart/bar-chart';
import { ValueFormat } from '@app/shared/ui/chart-frame/chart-point';
import { HourClock } from '@app/shared/ui/hour-clock/hour-clock';
import { Charts, Metric } from '../../model/listening';
import { hourPoints, timelinePoints, weekdayPoints } from './chart-points';

/** When somebody listened: over time, round the clock, over the week. */
@Component({
  selector: 'app-charts',
  imports: [AreaChart, BarChart, HourClock, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <section class="card wide">
        <app-area-chart
          [heading]="t('listening.charts.timeline')"
          [data]="timeline()"
          [format]="format()"
        />
      </section>
      <section class="card">
        <app-hour-clock
          [heading]="t('listening.charts.hours')"
          [data]="hours()"
          [format]="format()"
        />
      </section>
      <section class="card">
        <app-bar-chart
          [heading]="t('listening.charts.weekdays')"
          [data]="weekdays()"
          [format]="format()"
        />
      </section>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr));
      gap: var(--s-4);
      min-width: 0;
    }
    .wide {
      grid-column: 1 / -1;
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

  protected readonly format = computed<ValueFormat>(() => {
    const language = this.#language.current();
    if (this.metric() === 'time') return (ms) => span(ms, language);
    const words = new Intl.NumberFormat(language);
    return (plays) => words.format(plays);
  });
  protected readonly timeline = computed(() => {
    const { timeline, bucket } = this.charts();
    const language = this.#language.current();
    return timelinePoints(timeline, { bucket, metric: this.metric(), language });
  });
  protected readonly hours = computed(() => hourPoints(this.charts().hours, this.metric()));
  protected readonly weekdays = computed(() =>
    weekdayPoints(this.charts().weekdays, this.metric(), this.#language.current()),
  );
}
