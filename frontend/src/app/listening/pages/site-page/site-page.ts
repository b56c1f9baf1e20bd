import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';

import { sessionFeature } from '@app/accounts/public';
import { listeningSite, setSiteAccess } from '@app/shared/api-client/endpoints/listening/listening';
import type { SitePeriod } from '@app/shared/api-client/model/sitePeriod';
import { Api } from '@app/shared/http/api';
import { ErrorText } from '@app/shared/http/error-text';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { Toggle } from '@app/shared/ui/toggle/toggle';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { valueOf } from '../../model/choices';
import { Metric } from '../../model/listening';
import { Row } from '../../model/rows';
import { RankedList } from '../../ui/ranked-list/ranked-list';
import { FactTile, FactTiles } from '../../ui/tiles/tiles';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

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
    Toggle,
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
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #errorText = inject(ErrorText);
  readonly #user = inject(Store).selectSignal(sessionFeature.selectUser);
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  protected readonly site = chartOf(() => listeningSite({ metric: this.room.metric() }));
  protected readonly admin = computed(() => this.#user()?.is_admin ?? false);
  protected readonly open = linkedSignal(() => this.site.value()?.open_to_all ?? false);
  protected readonly busy = signal(false);
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

  protected async openTo(everybody: boolean): Promise<void> {
    this.busy.set(true);
    this.open.set(everybody);
    try {
      await firstValueFrom(this.#api.send(setSiteAccess({ open_to_all: everybody })));
    } catch (error) {
      this.open.set(!everybody);
      this.#toasts.show(this.#errorText.of(error), 'bad');
    }
    this.busy.set(false);
  }

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
