import { Component, computed, inject, linkedSignal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningCalendar } from '@app/shared/api-client/endpoints/listening/listening';
import { weekdays } from '@app/shared/i18n/format';
import { Language } from '@app/shared/i18n/language';
import { CalendarGrid, CalendarTile } from '@app/shared/ui/calendar-grid/calendar-grid';
import { TimeRange, yearOf } from '@app/shared/ui/range-picker/range';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { gridOf } from '../../model/calendar';
import { timeRangeOf, valueOf } from '../../model/choices';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

const THIS_YEAR = String(new Date().getFullYear());

/** Every day of a year; the year of the range, or else the newest. */
@Component({
  selector: 'app-calendar-section',
  imports: [CalendarGrid, ChartCard, TranslocoDirective],
  template: `
    <app-chart-card
      *transloco="let t"
      definition="calendar"
      height="150px"
      [of]="days"
      [heading]="t('listening.patterns.calendar', { year: year() })"
      [empty]="nothing()"
    >
      <div class="row" controls role="group" [attr.aria-label]="t('listening.year')">
        @for (entry of room.years(); track entry) {
          <button
            type="button"
            class="chip"
            [attr.aria-pressed]="entry === year()"
            (click)="year.set(entry)"
          >
            {{ entry }}
          </button>
        }
      </div>
      <app-calendar-grid
        [heading]="t('listening.patterns.calendar', { year: year() })"
        [data]="tiles()"
        [days]="names()"
        [format]="words.format(room.metric())"
      />
    </app-chart-card>
  `,
  styleUrl: '../chip.scss',
})
export class CalendarSection {
  readonly #language = inject(Language);
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  protected readonly year = linkedSignal(
    () =>
      yearOf(timeRangeOf(this.room.range()) as TimeRange) || (this.room.years()[0] ?? THIS_YEAR),
  );
  protected readonly days = chartOf(() =>
    listeningCalendar({ year: Number(this.year()), metric: this.room.metric() }),
  );
  protected readonly tiles = computed<CalendarTile[]>(() =>
    gridOf(this.days.value()?.items ?? []).map(({ day, week, weekday, item }) => ({
      label: this.words.day(day),
      value: valueOf(item, this.room.metric()),
      week,
      weekday,
      month: day.endsWith('-01')
        ? this.words.dayMonth(day).replace(/[\d\s.]+$|^[\d\s]+/g, '')
        : null,
    })),
  );
  protected readonly nothing = computed(() => this.tiles().every(({ value }) => value === 0));
  protected readonly names = computed(() => weekdays(this.#language.current()));
}
