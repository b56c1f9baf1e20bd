import { Component, computed, inject, input, model } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { Segment, Segmented } from '../segmented/segmented';
import {
  isCustom,
  localDate,
  RANGE_PRESETS,
  RangePreset,
  TimeRange,
  yearOf,
  yearRange,
} from './range';

type Choice = RangePreset | 'custom' | '';

/**
 * `<app-range-picker [(value)]="range" [years]="['2026', '2025']" />`: presets, years, or two dates of
 * one's own. Where there is little room, one list holds them all.
 */
@Component({
  selector: 'app-range-picker',
  imports: [Segmented, TranslocoDirective],
  templateUrl: './range-picker.html',
  styleUrl: './range-picker.scss',
})
export class RangePicker {
  readonly #language = inject(Language);
  readonly value = model.required<TimeRange>();
  /** The years to choose from, newest first. */
  readonly years = input<readonly string[]>([]);

  protected readonly year = computed(() => {
    const year = yearOf(this.value());
    return this.years().includes(year) ? year : '';
  });
  /** Empty while a year is chosen, which is no preset. */
  protected readonly choice = computed<Choice>(() => {
    const value = this.value();
    if (!isCustom(value)) return value.range;
    return this.year() === '' ? 'custom' : '';
  });
  protected readonly custom = computed(() => {
    const value = this.value();
    return this.choice() === 'custom' && isCustom(value) ? value : null;
  });
  protected readonly options = computed<Segment<Choice>[]>(() =>
    [...RANGE_PRESETS, 'custom' as const].map((value) => ({
      value,
      label: this.#language.t(`ui.range.${value}`),
    })),
  );

  /** A preset, a year, or `custom`. */
  protected choose(choice: string): void {
    const preset = RANGE_PRESETS.find((name) => name === choice);
    if (preset !== undefined) {
      this.value.set({ range: preset });
    } else if (choice === 'custom') {
      const to = new Date();
      const from = new Date(to.getFullYear(), to.getMonth(), 1);
      this.value.set({ from: localDate(from), to: localDate(to) });
    } else {
      this.value.set(choice === '' ? { range: 'all' } : yearRange(choice));
    }
  }

  /** Half-typed or crossed dates wait until they make sense. */
  protected setDates(from: string, to: string): void {
    if (from !== '' && to !== '' && from <= to) this.value.set({ from, to });
  }
}
