import { Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { comparePeople } from '@app/shared/api-client/endpoints/listening/listening';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { Entity } from '../../model/listening';
import { Connection } from '../../model/people';
import { RankedList } from '../../ui/ranked-list/ranked-list';
import { SideBySide } from '../../ui/side-by-side/side-by-side';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';
import { lovedRows, sharedRows, totalsRows } from './people-figures';

const ENTITIES: readonly Entity[] = ['artist', 'track', 'album'];
const SHOWN = 20;

/** The user and one other person, who both agreed to it. */
@Component({
  selector: 'app-people-chart',
  imports: [ChartCard, RankedList, Segmented, SideBySide, TranslocoDirective],
  templateUrl: './people-chart.html',
  styleUrl: '../page.scss',
  styles: `
    .match {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      align-items: baseline;
      gap: var(--s-1) var(--s-3);
    }
    .match strong {
      font-size: var(--text-2xl);
      line-height: 1.1;
    }
    .match i {
      grid-column: 1 / -1;
      overflow: hidden;
      height: 10px;
      border-radius: var(--r-pill);
      background: var(--surface-2);
    }
    .match b {
      display: block;
      height: 100%;
      background: var(--tile-1);
    }
  `,
})
export class PeopleChart {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  readonly connection = input.required<Connection>();
  protected readonly entity = signal<Entity>('artist');
  protected readonly entities = computed(() => this.#words.segments('listening.top.', ENTITIES));
  protected readonly compared = chartOf(() =>
    comparePeople(this.connection().id, {
      ...this.#room.figures(),
      entity: this.entity(),
      limit: SHOWN,
    }),
  );
  protected readonly heading = computed(() =>
    this.#words.t('listening.people.you', { name: this.connection().name }),
  );
  protected readonly names = computed<[string, string]>(() => [
    this.#words.t('listening.people.me'),
    this.connection().name,
  ]);
  protected readonly nothing = computed(() => {
    const found = this.compared.value();
    return found?.mine.plays === 0 && found.theirs.plays === 0;
  });
  /** Which days are compared: the room's range, widened to whole months. */
  protected readonly range = computed(() => {
    const found = this.compared.value();
    if (found === undefined) return '';
    const last = this.#words.day(found.last_day);
    return found.first_day === null
      ? this.#words.t('listening.people.until', { last })
      : this.#words.t('listening.people.days', { first: this.#words.day(found.first_day), last });
  });
  protected readonly totals = computed(() => {
    const found = this.compared.value();
    return found === undefined ? [] : totalsRows(found.mine, found.theirs, this.#words);
  });
  protected readonly shared = computed(() =>
    sharedRows(
      this.compared.value()?.items ?? [],
      { entity: this.entity(), metric: this.#room.metric() },
      this.#words,
    ),
  );
  protected readonly sharedText = computed(() => {
    const found = this.compared.value();
    if (found === undefined || found.shared === 0) {
      return this.#words.t('listening.people.sharedNone');
    }
    return this.#words.t('listening.people.sharedText', {
      count: this.#words.number(found.shared),
      mine: this.#words.percent(found.my_share),
      theirs: this.#words.percent(found.their_share),
      name: this.connection().name,
    });
  });
  protected readonly forMe = computed(() => this.#loved(false));
  protected readonly forThem = computed(() => this.#loved(true));

  protected percent(value: number, digits: number): string {
    return this.#words.percent(value, digits);
  }

  #loved(own: boolean): ReturnType<typeof lovedRows> {
    const found = this.compared.value();
    const items = (own ? found?.for_them : found?.for_me) ?? [];
    const how = { entity: this.entity(), metric: this.#room.metric(), own };
    return lovedRows(items, how, this.#words);
  }
}
