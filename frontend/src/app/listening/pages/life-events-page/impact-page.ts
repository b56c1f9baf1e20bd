import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { lifeEventImpact } from '@app/shared/api-client/endpoints/listening/listening';
import { Icon } from '@app/shared/ui/icon/icon';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { chartOf } from '../../data/chart';
import { Entity } from '../../model/listening';
import { RankedList } from '../../ui/ranked-list/ranked-list';
import { SideBySide } from '../../ui/side-by-side/side-by-side';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';
import { changeRows, sideFigures } from '../compare-page/side-figures';

const ENTITIES: readonly Entity[] = ['artist', 'track', 'album'];

/** What a life event did to the music: before it, during it, after it. */
@Component({
  selector: 'app-impact-page',
  imports: [
    ChartCard,
    Icon,
    PageHeader,
    RankedList,
    RouterLink,
    Segmented,
    SideBySide,
    TranslocoDirective,
  ],
  templateUrl: './impact-page.html',
  styleUrl: '../page.scss',
})
export default class ImpactPage {
  readonly #words = inject(Words);
  /** From the address. */
  readonly id = input.required<string>();
  protected readonly entity = signal<Entity>('artist');
  protected readonly entities = computed(() => this.#words.segments('listening.top.', ENTITIES));
  protected readonly impact = chartOf(() => lifeEventImpact(this.id(), { entity: this.entity() }));
  protected readonly event = computed(() => this.impact.value()?.event);
  protected readonly lead = computed(() => {
    const event = this.event();
    if (event === undefined) return '';
    const { first_day, last_day } = event;
    return last_day === null
      ? this.#words.t('listening.events.since', { day: this.#words.day(first_day) })
      : this.#words.days(first_day, last_day);
  });
  /** Each step of the story: two sides, and what rose and fell from one to the other. */
  protected readonly steps = computed(() => {
    const found = this.impact.value();
    if (found === undefined) return [];
    const name = (key: string): string => this.#words.t(`listening.events.sides.${key}`);
    const rows = (changes: typeof found.rising): ReturnType<typeof changeRows> =>
      changeRows(changes, this.entity(), this.#words);
    const during = {
      key: 'during',
      names: [name('before'), name('during')] as const,
      rows: sideFigures(found.before, found.during, this.#words),
      rising: rows(found.rising),
      falling: rows(found.falling),
    };
    if (found.after === null) return [during];
    return [
      during,
      {
        key: 'after',
        names: [name('during'), name('after')] as const,
        rows: sideFigures(found.during, found.after, this.#words),
        rising: rows(found.rising_after),
        falling: rows(found.falling_after),
      },
    ];
  });
}
