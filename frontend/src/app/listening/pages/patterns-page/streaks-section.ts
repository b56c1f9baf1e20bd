import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import {
  listeningBreaks,
  listeningStreaks,
} from '@app/shared/api-client/endpoints/listening/listening';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { PlainList, PlainRow } from '../../ui/plain-list/plain-list';
import { FactTile, FactTiles } from '../../ui/tiles/tiles';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

/** Days in a row with music, and days in a row without. */
@Component({
  selector: 'app-streaks-section',
  imports: [ChartCard, FactTiles, PlainList, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <app-chart-card
        definition="streaks"
        [titled]="true"
        [of]="streaks"
        [heading]="t('listening.patterns.streaks')"
        [empty]="streaks.value()?.items?.length === 0"
      >
        <app-fact-tiles [facts]="facts()" />
        <app-plain-list [rows]="rows()" />
      </app-chart-card>
      <app-chart-card
        definition="breaks"
        [titled]="true"
        [of]="breaks"
        [heading]="t('listening.patterns.breaks')"
        [empty]="breaks.value()?.items?.length === 0"
        [nothing]="t('listening.patterns.noBreaks')"
      >
        <app-plain-list [rows]="pauses()" />
      </app-chart-card>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      align-content: start;
      gap: var(--s-4);
    }
  `,
})
export class StreaksSection {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  protected readonly streaks = chartOf(() => listeningStreaks({ ...this.#room.range(), limit: 4 }));
  protected readonly breaks = chartOf(() => listeningBreaks({ ...this.#room.range(), limit: 4 }));
  protected readonly facts = computed<FactTile[]>(() => {
    const found = this.streaks.value();
    if (found === undefined) return [];
    return [
      { key: 'now', label: this.#words.t('listening.patterns.streakNow'), days: found.current },
      {
        key: 'longest',
        label: this.#words.t('listening.patterns.streakBest'),
        days: found.longest,
      },
    ].map(({ key, label, days }) => ({ key, label, figure: this.#days(days?.days ?? 0) }));
  });
  protected readonly rows = computed<PlainRow[]>(() =>
    (this.streaks.value()?.items ?? []).map(({ first_day, last_day, days, plays }) => ({
      key: first_day,
      name: this.#words.days(first_day, last_day),
      figure: this.#days(days),
      note: this.#words.plural('listening.plays', plays),
    })),
  );
  protected readonly pauses = computed<PlainRow[]>(() =>
    (this.breaks.value()?.items ?? []).map(({ first_day, last_day, days }) => ({
      key: first_day,
      name: this.#words.days(first_day, last_day),
      figure: this.#days(days),
    })),
  );

  #days(count: number): string {
    return this.#words.plural('listening.days', count);
  }
}
