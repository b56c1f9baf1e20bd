import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import {
  lifeEventImpact,
  listeningTimeline,
} from '@app/shared/api-client/endpoints/listening/listening';
import { Language } from '@app/shared/i18n/language';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { Icon } from '@app/shared/ui/icon/icon';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { bandsOf } from '../../model/bands';
import { bucketFor } from '../../model/choices';
import { Entity } from '../../model/listening';
import { timelinePoints } from '../../ui/charts/chart-points';
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
    AreaChart,
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
  readonly #language = inject(Language);
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  /** From the address. */
  readonly id = input.required<string>();
  protected readonly entity = signal<Entity>('artist');
  protected readonly entities = computed(() => this.words.segments('listening.top.', ENTITIES));
  protected readonly impact = chartOf(() => lifeEventImpact(this.id(), { entity: this.entity() }));
  protected readonly event = computed(() => this.impact.value()?.event);
  protected readonly lead = computed(() => {
    const event = this.event();
    if (event === undefined) return '';
    const { first_day, last_day } = event;
    return last_day === null
      ? this.words.t('listening.events.since', { day: this.words.day(first_day) })
      : this.words.days(first_day, last_day);
  });
  /** The days before, during and after as one stretch. */
  readonly #stretch = computed(() => {
    const found = this.impact.value();
    if (found === undefined) return undefined;
    const { before, during, after } = found;
    const [from, to] = [before.first_day ?? during.first_day, (after ?? during).last_day];
    const days = before.days + during.days + (after?.days ?? 0);
    return from === null || to === null ? undefined : { from, to, bucket: bucketFor(days) };
  });
  protected readonly timeline = chartOf(() => {
    const stretch = this.#stretch();
    return stretch && listeningTimeline(stretch);
  });
  readonly #items = computed(() => this.timeline.value()?.items ?? []);
  protected readonly points = computed(() =>
    timelinePoints(this.#items(), {
      bucket: this.#stretch()?.bucket ?? 'day',
      metric: this.room.metric(),
      language: this.#language.current(),
    }),
  );
  protected readonly bands = computed(() => {
    const event = this.event();
    const starts = this.#items().map(({ start }) => start);
    return event === undefined ? [] : bandsOf([event], starts);
  });
  /** Each step of the story: two sides, and what rose and fell from one to the other. */
  protected readonly steps = computed(() => {
    const found = this.impact.value();
    if (found === undefined) return [];
    const name = (key: string): string => this.words.t(`listening.events.sides.${key}`);
    const rows = (changes: typeof found.rising): ReturnType<typeof changeRows> =>
      changeRows(changes, this.entity(), this.words);
    const during = {
      key: 'during',
      names: [name('before'), name('during')] as const,
      rows: sideFigures(found.before, found.during, this.words),
      rising: rows(found.rising),
      falling: rows(found.falling),
    };
    if (found.after === null) return [during];
    return [
      during,
      {
        key: 'after',
        names: [name('during'), name('after')] as const,
        rows: sideFigures(found.during, found.after, this.words),
        rising: rows(found.rising_after),
        falling: rows(found.falling_after),
      },
    ];
  });
}
