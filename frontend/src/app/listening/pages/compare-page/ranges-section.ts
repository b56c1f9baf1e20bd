import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { compareRanges } from '@app/shared/api-client/endpoints/listening/listening';
import { rangeParams, TimeRange, yearRange } from '@app/shared/ui/range-picker/range';
import { RangePicker } from '@app/shared/ui/range-picker/range-picker';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { Entity } from '../../model/listening';
import { SideBySide } from '../../ui/side-by-side/side-by-side';
import { RankedList } from '../../ui/ranked-list/ranked-list';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';
import { changeRows, sideFigures } from './side-figures';

const ENTITIES: readonly Entity[] = ['artist', 'track', 'album'];
const LAST_YEAR = String(new Date().getFullYear() - 1);

/** The range of the room against another one. */
@Component({
  selector: 'app-ranges-section',
  imports: [ChartCard, RangePicker, RankedList, Segmented, SideBySide, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <section class="with" [attr.aria-label]="t('listening.compare.with')">
        <h2>{{ t('listening.compare.with') }}</h2>
        <app-range-picker [years]="room.years()" [(value)]="other" />
      </section>
      <app-chart-card
        definition="comparisons"
        [titled]="true"
        [of]="compared"
        [heading]="t('listening.compare.whats.ranges')"
        [empty]="nothing()"
      >
        <app-segmented
          controls
          [label]="t('listening.top.label')"
          [options]="entities()"
          [value]="entity()"
          (valueChange)="entity.set($event)"
        />
        <app-side-by-side [names]="names()" [rows]="figures()" />
        <div class="cards">
          <div>
            <h3>{{ t('listening.compare.rising') }}</h3>
            <app-ranked-list [rows]="rising()" />
          </div>
          <div>
            <h3>{{ t('listening.compare.falling') }}</h3>
            <app-ranked-list [rows]="falling()" />
          </div>
        </div>
      </app-chart-card>
    </ng-container>
  `,
  styleUrl: '../page.scss',
  styles: `
    :host,
    .with {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--s-4);
    }
  `,
})
export class RangesSection {
  protected readonly room = inject(RoomStore);
  readonly #words = inject(Words);
  protected readonly other = signal<TimeRange>(yearRange(LAST_YEAR));
  protected readonly entity = signal<Entity>('artist');
  protected readonly entities = computed(() => this.#words.segments('listening.top.', ENTITIES));
  // What changed is told from the other range to the room's.
  protected readonly compared = chartOf(() => {
    const { range, from, to } = this.room.range();
    return compareRanges({
      ...rangeParams(this.other()),
      entity: this.entity(),
      with_range: range ?? null,
      with_from: from ?? null,
      with_to: to ?? null,
    });
  });
  protected readonly nothing = computed(() => {
    const found = this.compared.value();
    return found?.a.summary.plays === 0 && found.b.summary.plays === 0;
  });
  protected readonly names = computed<[string, string]>(() => {
    const found = this.compared.value();
    const name = (side?: { first_day: string | null; last_day: string | null }): string =>
      side?.first_day && side.last_day ? this.#words.days(side.first_day, side.last_day) : '–';
    return [name(found?.b), name(found?.a)];
  });
  protected readonly figures = computed(() => {
    const found = this.compared.value();
    return found === undefined ? [] : sideFigures(found.b, found.a, this.#words);
  });
  protected readonly rising = computed(() =>
    changeRows(this.compared.value()?.rising ?? [], this.entity(), this.#words),
  );
  protected readonly falling = computed(() =>
    changeRows(this.compared.value()?.falling ?? [], this.entity(), this.#words),
  );
}
