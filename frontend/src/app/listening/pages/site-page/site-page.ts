import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { sessionFeature } from '@app/accounts/public';
import { listeningSite } from '@app/shared/api-client/endpoints/listening/listening';
import type { SitePeriod } from '@app/shared/api-client/model/sitePeriod';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { valueOf } from '../../model/choices';
import { Metric, TopItem } from '../../model/listening';
import { FactTile, FactTiles } from '../../ui/tiles/tiles';
import { TopList } from '../../ui/top-list/top-list';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';
import { SiteAccess } from './site-access';

const METRICS: readonly Metric[] = ['plays', 'time'];
const PERIODS = ['recent', 'ever'] as const;

/** The whole server in sums: for administrators, and for everybody once one of them opened it. */
@Component({
  selector: 'app-site-page',
  imports: [
    AreaChart,
    ChartCard,
    EmptyState,
    FactTiles,
    MatButton,
    PageHeader,
    RouterLink,
    Segmented,
    SiteAccess,
    TopList,
    TranslocoDirective,
  ],
  templateUrl: './site-page.html',
  styleUrl: '../page.scss',
  styles: `
    section {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
      gap: var(--s-4);
    }
  `,
})
export default class SitePage {
  readonly #user = inject(Store).selectSignal(sessionFeature.selectUser);
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  protected readonly site = chartOf(() => listeningSite({ metric: this.room.metric() }));
  protected readonly admin = computed(() => this.#user()?.is_admin ?? false);
  protected readonly metrics = computed(() => this.words.segments('listening.metrics.', METRICS));
  /** Nothing is wrong: it is not for this account. */
  protected readonly closed = computed(() => this.site.problem()?.code === 'forbidden');
  protected readonly asOf = computed(() => {
    const found = this.site.value();
    if (found === undefined) return '';
    return this.words.t('listening.site.asOf', { time: this.words.day(found.as_of, true) });
  });
  protected readonly points = computed(() =>
    (this.site.value()?.items ?? []).map((item) => ({
      label: this.words.dayMonth(item.day),
      value: valueOf(item, this.room.metric()),
    })),
  );
  protected readonly tiles = computed<FactTile[]>(() => {
    const found = this.site.value();
    if (found === undefined) return [];
    const tile = (key: string, figure: string, note?: string): FactTile => ({
      key,
      label: this.words.t(`listening.site.tiles.${key}`),
      figure,
      note,
    });
    const inAll = (figure: string): string => this.words.t('listening.site.inAll', { figure });
    const { recent, ever, users } = found;
    const number = (value: number): string => this.words.number(value);
    return [
      tile('listeners', number(recent.listeners), inAll(number(ever.listeners))),
      tile('plays', number(recent.plays), inAll(number(ever.plays))),
      tile('time', this.words.span(recent.ms_played), inAll(this.words.span(ever.ms_played))),
      tile('users', number(users)),
    ];
  });
  protected readonly lists = computed(() => {
    const found = this.site.value();
    return found === undefined
      ? []
      : PERIODS.map((key) => ({ key, items: this.#items(found[key]) }));
  });

  /** Below a name stands how many play it. */
  #items({ artists }: SitePeriod): TopItem[] {
    return artists.map(({ listeners, ...artist }) => ({
      ...artist,
      artist: this.words.plural('listening.site.by', listeners),
    }));
  }
}
