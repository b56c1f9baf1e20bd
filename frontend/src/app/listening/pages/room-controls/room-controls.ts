import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { rangeParams, TimeRange } from '@app/shared/ui/range-picker/range';
import { RangePicker } from '@app/shared/ui/range-picker/range-picker';
import { Segment, Segmented } from '@app/shared/ui/segmented/segmented';
import { RoomStore } from '../../data/room.store';
import { timeRangeOf } from '../../model/choices';
import { Metric } from '../../model/listening';

const METRICS: readonly Metric[] = ['plays', 'time'];

/** Range and metric of all pages: what is chosen on one holds on the next. */
@Component({
  selector: 'app-room-controls',
  imports: [RangePicker, Segmented, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <app-range-picker
        [value]="range()"
        [years]="room.years()"
        (valueChange)="room.setRange(params($event))"
      />
      @if (metric()) {
        <app-segmented
          [label]="t('listening.metrics.label')"
          [options]="metrics()"
          [value]="room.metric()"
          (valueChange)="room.setMetric($event)"
        />
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: start;
      gap: var(--s-3);
      min-width: 0;
    }
    app-range-picker {
      max-width: 100%;
    }
  `,
})
export class RoomControls {
  readonly #language = inject(Language);
  protected readonly room = inject(RoomStore);
  /** Whether the page counts plays or time. */
  readonly metric = input(true);
  protected readonly range = computed(() => timeRangeOf(this.room.range()) as TimeRange);
  protected readonly metrics = computed<Segment<Metric>[]>(() =>
    METRICS.map((value) => ({ value, label: this.#language.t(`listening.metrics.${value}`) })),
  );
  protected readonly params = rangeParams;
}
