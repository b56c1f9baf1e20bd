import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import {
  listeningReleaseYears,
  listeningSummary,
  listeningTimeline,
  topItems,
} from '@app/shared/api-client/endpoints/listening/listening';
import { Language } from '@app/shared/i18n/language';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { bucketFor, daysOf } from '../../model/choices';
import { timelinePoints } from '../../ui/charts/chart-points';
import { StoryHead } from '../../ui/story-head/story-head';
import { FactTile, FactTiles } from '../../ui/tiles/tiles';
import { TopList } from '../../ui/top-list/top-list';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';
import { RoomControls } from '../room-controls/room-controls';

/** What one genre is made of: when it was played, by whom, which songs. */
@Component({
  selector: 'app-genre-page',
  imports: [AreaChart, ChartCard, FactTiles, RoomControls, StoryHead, TopList, TranslocoDirective],
  templateUrl: './genre-page.html',
  styleUrl: '../page.scss',
  styles: `
    .lead {
      margin-top: var(--s-2);
      color: var(--ink-2);
    }
  `,
})
export default class GenrePage {
  /** From the route. */
  readonly name = input.required<string>();
  readonly #language = inject(Language);
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  readonly #query = computed(() => ({ ...this.room.figures(), only: [`genre:${this.name()}`] }));
  readonly #bucket = computed(() => {
    const whole = this.room.whole();
    return whole === null ? 'month' : bucketFor(daysOf(this.room.range(), whole));
  });
  readonly #summary = chartOf(() => listeningSummary(this.#query()));
  readonly #years = chartOf(() => listeningReleaseYears(this.#query()));
  protected readonly timeline = chartOf(() =>
    listeningTimeline({ ...this.#query(), bucket: this.#bucket() }),
  );
  protected readonly artists = chartOf(() =>
    topItems({ ...this.#query(), entity: 'artist', limit: 8 }),
  );
  protected readonly tracks = chartOf(() =>
    topItems({ ...this.#query(), entity: 'track', limit: 8 }),
  );
  protected readonly heading = computed(() => {
    const [first = '', ...rest] = this.name();
    return first.toLocaleUpperCase() + rest.join('');
  });
  /** Four of its artists make its picture; fewer make none, so that it has one of its own. */
  protected readonly covers = computed(() => {
    const names = (this.artists.value()?.items ?? []).map(({ name }) => name);
    return names.length < 4 ? [this.name()] : names.slice(0, 4);
  });
  protected readonly points = computed(() =>
    timelinePoints(this.timeline.value()?.items ?? [], {
      bucket: this.#bucket(),
      metric: this.room.metric(),
      language: this.#language.current(),
    }),
  );
  protected readonly facts = computed<FactTile[]>(() => {
    const found = this.#summary.value();
    if (found === undefined) return [];
    const year = this.#years.value()?.median_year ?? null;
    const fact = (key: string, label: string, figure: string): FactTile => ({ key, label, figure });
    return [
      fact('plays', this.words.t('listening.story.facts.plays'), this.words.number(found.plays)),
      fact('time', this.words.t('listening.story.facts.time'), this.words.span(found.ms_played)),
      fact('artists', this.words.t('listening.top.artist'), this.words.number(found.artists)),
      fact('tracks', this.words.t('listening.top.track'), this.words.number(found.tracks)),
      fact('year', this.words.t('listening.releases.median'), year === null ? '–' : String(year)),
    ];
  });
}
