import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { sessionFeature } from '@app/accounts/public';
import { listeningSite } from '@app/shared/api-client/endpoints/listening/listening';
import type { SitePeriod } from '@app/shared/api-client/model/sitePeriod';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { valueOf } from '../../model/choices';
import { Metric } from '../../model/listening';
import { Row } from '../../model/rows';
import { RankedList } from '../../ui/ranked-list/ranked-list';
import { FactTile, FactTiles } from '../../ui/tiles/tiles';
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
    FactTiles,
    PageHeader,
    RankedList,
    Segmented,
    SiteAccess,
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
    return found === undefined ? [] : PERIODS.map((key) => ({ key, rows: this.#rows(found[key]) }));
  });

  #rows({ artists }: SitePeriod): Row[] {
    return artists.map((artist) => ({
      ...this.words.row(artist, 'artist', {
        figure: this.words.figure(artist, this.room.metric()),
        note: this.words.plural('listening.site.by', artist.listeners),
      }),
      // Somebody else's favourite may have no page in one's own history.
      link: null,
    }));
  }
}
