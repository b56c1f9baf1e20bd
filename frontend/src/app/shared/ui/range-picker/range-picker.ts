import { Component, computed, inject, model } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { Segment, Segmented } from '../segmented/segmented';
import { isCustom, localDate, RANGE_PRESETS, RangePreset, TimeRange } from './range';

/** `<app-range-picker [(value)]="range" />`: presets, or two dates of one's own. */
@Component({
  selector: 'app-range-picker',
  imports: [Segmented, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <app-segmented
        [label]="t('ui.range.label')"
        [options]="options()"
        [value]="choice()"
        (valueChange)="choose($event)"
      />
      @if (custom(); as dates) {
        <div class="row">
          <label>
            {{ t('ui.range.from') }}
            <input
              #from
              class="input"
              type="date"
              [max]="dates.to"
              [value]="dates.from"
              (change)="setDates(from.value, dates.to)"
            />
          </label>
          <label>
            {{ t('ui.range.to') }}
            <input
              #to
              class="input"
              type="date"
              [min]="dates.from"
              [value]="dates.to"
              (change)="setDates(dates.from, to.value)"
            />
          </label>
        </div>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--s-3);
      min-width: 0;
    }
    label {
      display: flex;
      align-items: center;
      gap: var(--s-2);
      color: var(--ink-2);
      font-size: var(--text-s);
    }
    .input {
      min-height: 44px;
      width: auto;
    }
  `,
})
export class RangePicker {
  readonly #language = inject(Language);
  readonly value = model.required<TimeRange>();

  protected readonly choice = computed<RangePreset | 'custom'>(() => {
    const value = this.value();
    return isCustom(value) ? 'custom' : value.range;
  });
  protected readonly custom = computed(() => {
    const value = this.value();
    return isCustom(value) ? value : null;
  });
  protected readonly options = computed<Segment<RangePreset | 'custom'>[]>(() =>
    [...RANGE_PRESETS, 'custom' as const].map((value) => ({
      value,
      label: this.#language.t(`ui.range.${value}`),
    })),
  );

  protected choose(choice: RangePreset | 'custom'): void {
    if (choice !== 'custom') {
      this.value.set({ range: choice });
      return;
    }
    const to = new Date();
    const from = new Date(to.getFullYear(), to.getMonth(), 1);
    this.value.set({ from: localDate(from), to: localDate(to) });
  }

  /** Half-typed or crossed dates wait until they make sense. */
  protected setDates(from: string, to: string): void {
    if (from !== '' && to !== '' && from <= to) this.value.set({ from, to });
  }
}
