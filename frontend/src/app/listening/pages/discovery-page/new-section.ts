import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import {
  listeningDiscoveries,
  listeningFirstListens,
} from '@app/shared/api-client/endpoints/listening/listening';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { chartOf } from '../../data/chart';
import { LifeEventsStore } from '../../data/life-events.store';
import { RoomStore } from '../../data/room.store';
import { bandsOf } from '../../model/bands';
import { Entity } from '../../model/listening';
import { Shelf } from '../../ui/shelf/shelf';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

/** New music by month, and the newest of it by name. */
@Component({
  selector: 'app-new-section',
  imports: [AreaChart, ChartCard, Shelf, TranslocoDirective],
  template: `
    <div class="cards" *transloco="let t">
      <app-chart-card
        class="wide"
        definition="discoveries"
        [of]="months"
        [heading]="t('listening.discovery.months')"
        [empty]="points().length === 0"
      >
        <app-area-chart
          [heading]="t('listening.discovery.months')"
          [data]="points()"
          [marked]="bands()"
          [format]="format"
          style="--chart-colour: var(--tile-3)"
        />
      </app-chart-card>
      <app-chart-card
        class="wide"
        definition="first-listens"
        [titled]="true"
        [of]="firsts"
        [heading]="t('listening.discovery.firsts')"
        [empty]="rows().length === 0"
      >
        <app-shelf [label]="t('listening.discovery.firsts')" [rows]="rows()" />
      </app-chart-card>
    </div>
  `,
  styleUrl: '../page.scss',
})
export class NewSection {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  readonly #events = inject(LifeEventsStore);
  readonly entity = input.required<Entity>();
  protected readonly format = (count: number): string => this.#words.number(count);
  protected readonly months = chartOf(() => listeningDiscoveries(this.#room.range()));
  protected readonly firsts = chartOf(() =>
    listeningFirstListens({ ...this.#room.range(), entity: this.entity(), limit: 12 }),
  );
  readonly #items = computed(() => this.months.value()?.items ?? []);
  protected readonly points = computed(() =>
    this.#items().map((item) => ({
      label: this.#words.month(item.start),
      value: item[`${this.entity()}s`],
    })),
  );
  protected readonly bands = computed(() =>
    bandsOf(
      this.#events.items(),
      this.#items().map(({ start }) => start),
    ),
  );
  protected readonly rows = computed(() =>
    (this.firsts.value()?.items ?? []).map((item) =>
      this.#words.row(item, this.entity(), {
        figure: this.#words.day(item.first_at),
        note: this.#words.plural('listening.plays', item.plays),
      }),
    ),
  );
}
