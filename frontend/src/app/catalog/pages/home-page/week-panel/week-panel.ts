import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Summary } from '@app/shared/api-client/model/summary';
import { TimelinePoint } from '@app/shared/api-client/model/timelinePoint';
import { TopItem } from '@app/shared/api-client/model/topItem';
import { weekdays } from '@app/shared/i18n/format';
import { Language } from '@app/shared/i18n/language';
import { DayPipe, NumPipe, PluralPipe, SpanPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { localDate } from '@app/shared/ui/range-picker/range';

/** The last seven days in one glance: how much, day by day, and who was heard most lately. */
@Component({
  selector: 'app-week-panel',
  imports: [CoverArt, DayPipe, NumPipe, PluralPipe, RouterLink, SpanPipe, TranslocoDirective],
  templateUrl: './week-panel.html',
  styleUrl: './week-panel.scss',
})
export class WeekPanel {
  readonly #language = inject(Language);
  readonly week = input.required<Summary>();
  readonly whole = input.required<Summary>();
  readonly days = input.required<readonly TimelinePoint[]>();
  readonly artists = input.required<readonly TopItem[]>();
  /** Seven days up to today, quiet ones too. */
  protected readonly bars = computed(() => {
    const names = weekdays(this.#language.current());
    const most = Math.max(1, ...this.days().map(({ plays }) => plays));
    const today = new Date();
    return Array.from({ length: 7 }, (_, index) => {
      const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 6 + index);
      const start = localDate(date);
      const plays = this.days().find((day) => day.start.startsWith(start))?.plays ?? 0;
      return { start, name: names[(date.getDay() + 6) % 7] ?? '', height: (plays / most) * 100 };
    });
  });
}
