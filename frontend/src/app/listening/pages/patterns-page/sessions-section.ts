import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningSessions } from '@app/shared/api-client/endpoints/listening/listening';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { FactTile, FactTiles } from '../../ui/tiles/tiles';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';
import { PlainList } from '../../ui/plain-list/plain-list';

/** Runs of music without a long pause: how many, how long, and the longest of them. */
@Component({
  selector: 'app-sessions-section',
  imports: [ChartCard, FactTiles, PlainList, TranslocoDirective],
  template: `
    <app-chart-card
      *transloco="let t"
      definition="sessions"
      [titled]="true"
      [of]="sessions"
      [heading]="t('listening.patterns.sessions')"
      [empty]="sessions.value()?.count === 0"
    >
      <app-fact-tiles [facts]="facts()" />
      <h3>{{ t('listening.patterns.longestSessions') }}</h3>
      <app-plain-list [rows]="rows()" />
    </app-chart-card>
  `,
  styles: `
    :host {
      display: grid;
    }
  `,
})
export class SessionsSection {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  protected readonly sessions = chartOf(() =>
    listeningSessions({ ...this.#room.range(), order: 'longest', limit: 5 }),
  );
  protected readonly facts = computed<FactTile[]>(() => {
    const found = this.sessions.value();
    if (found === undefined) return [];
    const words = this.#words;
    const named = (key: string): string => words.t(`listening.patterns.${key}`);
    return [
      { key: 'count', label: named('sessionCount'), figure: words.number(found.count) },
      { key: 'mean', label: named('sessionMean'), figure: words.span(found.mean_ms_long) },
      {
        key: 'plays',
        label: named('sessionPlays'),
        figure: words.number(found.mean_plays, { maximumFractionDigits: 1 }),
      },
    ];
  });
  protected readonly rows = computed(() =>
    (this.sessions.value()?.items ?? []).map(({ started_at, plays, ms_long }) => ({
      key: started_at,
      name: this.#words.day(started_at, true),
      figure: this.#words.span(ms_long),
      note: this.#words.plural('listening.plays', plays),
    })),
  );
}
