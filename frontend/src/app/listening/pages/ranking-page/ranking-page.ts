import {
  CdkFixedSizeVirtualScroll,
  CdkVirtualForOf,
  CdkVirtualScrollableWindow,
  CdkVirtualScrollViewport,
} from '@angular/cdk/scrolling';
import { Component, computed, DestroyRef, effect, inject, input, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningGenres, topItems } from '@app/shared/api-client/endpoints/listening/listening';
import { ErrorText } from '@app/shared/http/error-text';
import { NumPipe } from '@app/shared/i18n/pipes';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { SteadyRows } from '@app/shared/ui/steady-rows/steady-rows';
import { RankingsStore } from '../../data/rankings.store';
import { RoomStore } from '../../data/room.store';
import { Order, RANKED, Ranked, rankedOf } from '../../model/ranking';
import { drawnPlaces, RankingPlace } from '../../ui/ranking-list/places';
import { RankingRow } from '../../ui/ranking-list/ranking-row';
import { Words } from '../../ui/words';
import { ChartFoot } from '../chart-card/chart-foot';
import { NoMusic } from '../no-music/no-music';
import { RoomControls } from '../room-controls/room-controls';
import { scrollsBack } from '../scroll-back';

/** So many rows before the end the next page is asked for. */
const AHEAD = 40;
const ORDERS: readonly Order[] = ['desc', 'asc'];

/** Everything ever played in order, from the first place to the last: it goes on as one scrolls. */
@Component({
  selector: 'app-ranking-page',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollableWindow,
    CdkVirtualScrollViewport,
    ChartFoot,
    ErrorState,
    NoMusic,
    NumPipe,
    PageHeader,
    RankingRow,
    RoomControls,
    Segmented,
    Skeleton,
    SteadyRows,
    TranslocoDirective,
  ],
  templateUrl: './ranking-page.html',
  styleUrl: './ranking-page.scss',
})
export default class RankingPage {
  readonly #router = inject(Router);
  /** From the address: `tracks`, `artists`, `albums` or `genres`. */
  readonly entity = input.required<string>();
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  protected readonly errorText = inject(ErrorText);
  protected readonly store = inject(RankingsStore);
  protected readonly ranked = computed(() => rankedOf(this.entity()));
  protected readonly kinds = computed(() => this.words.segments('listening.top.', RANKED));
  protected readonly orders = computed(() =>
    this.words.segments('listening.ranking.orders.', ORDERS),
  );
  protected readonly heading = computed(() => this.words.t(`listening.top.${this.ranked()}`));
  protected readonly defined = computed(() => (this.ranked() === 'genre' ? 'genres' : 'top-lists'));
  /** What is asked for, for the file. */
  protected readonly request = computed(() => {
    const [entity, ask] = [this.ranked(), { ...this.room.figures(), order: this.store.order() }];
    return entity === 'genre' ? listeningGenres(ask) : topItems({ ...ask, entity });
  });
  protected readonly rows = computed(() =>
    drawnPlaces(
      this.store.items(),
      { ranked: this.ranked(), metric: this.room.metric() },
      this.words,
    ),
  );

  constructor() {
    const scrollBack = scrollsBack(this.store);
    effect(() => {
      const ranked = this.ranked();
      untracked(() => {
        this.store.show(ranked);
      });
      scrollBack();
    });
    inject(DestroyRef).onDestroy(() => {
      this.store.leave();
    });
  }

  protected go(kind: Ranked): void {
    void this.#router.navigate(['/listening/top', `${kind}s`]);
  }
  protected key(_: number, row: RankingPlace): string | number {
    return row.key;
  }
  protected near(last: number): void {
    if (last > this.rows().length - AHEAD) this.store.more();
  }
}
