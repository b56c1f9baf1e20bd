import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningSkips } from '@app/shared/api-client/endpoints/listening/listening';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { chartOf } from '../../data/chart';
import { LifeEventsStore } from '../../data/life-events.store';
import { RoomStore } from '../../data/room.store';
import { bandsOf } from '../../model/bands';
import { endingParts } from '../../model/endings';
import { ShareBars } from '../../ui/share-bars/share-bars';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

/** How often songs are skipped or heard to their end. */
@Component({
  selector: 'app-skips-section',
  imports: [AreaChart, ChartCard, ShareBars, TranslocoDirective],
  template: `
    <app-chart-card
      *transloco="let t"
      definition="skips"
      [of]="skips"
      [heading]="t('listening.patterns.skips')"
      [empty]="skips.value()?.totals?.listens === 0"
    >
      <div class="two">
        <app-area-chart
          [heading]="t('listening.patterns.skips')"
          [data]="points()"
          [marked]="bands()"
          [format]="percent"
          [unit]="5"
          style="--chart-colour: var(--tile-6)"
        />
        <app-share-bars [label]="t('listening.patterns.endings')" [parts]="parts()" />
      </div>
    </app-chart-card>
  `,
  styles: `
    .two {
      display: grid;
      gap: var(--s-5);
      align-items: center;

      @container (min-width: 700px) {
        grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
      }
    }
  `,
})
export class SkipsSection {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  readonly #events = inject(LifeEventsStore);
  protected readonly percent = (hundredths: number): string =>
    this.#words.percent(hundredths / 100);
  protected readonly skips = chartOf(() => listeningSkips(this.#room.range()));
  readonly #months = computed(() => this.skips.value()?.items ?? []);
  protected readonly points = computed(() =>
    this.#months().map(({ start, skip_rate }) => ({
      label: this.#words.month(start),
      value: (skip_rate ?? 0) * 100,
    })),
  );
  protected readonly bands = computed(() =>
    bandsOf(
      this.#events.items(),
      this.#months().map(({ start }) => start),
    ),
  );
  protected readonly parts = computed(() => {
    const totals = this.skips.value()?.totals;
    if (totals === undefined) return [];
    return endingParts(totals).map(({ key, count, share }) => ({
      key,
      name: this.#words.t(`listening.endings.${key}`),
      figure: this.#words.number(count),
      share,
    }));
  });
}
