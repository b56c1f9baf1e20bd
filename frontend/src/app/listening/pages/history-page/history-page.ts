import {
  CdkFixedSizeVirtualScroll,
  CdkVirtualForOf,
  CdkVirtualScrollableWindow,
  CdkVirtualScrollViewport,
} from '@angular/cdk/scrolling';
import { Component, computed, DestroyRef, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningListens } from '@app/shared/api-client/endpoints/listening/listening';
import { ErrorText } from '@app/shared/http/error-text';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { SteadyRows } from '@app/shared/ui/steady-rows/steady-rows';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { SpanPipe } from '@app/shared/i18n/pipes';
import { HistoryStore } from '../../data/history.store';
import { RoomStore } from '../../data/room.store';
import { HistoryRow, Listen, timeIn } from '../../model/history';
import { storyLink } from '../../model/links';
import { Words } from '../../ui/words';
import { ChartFoot } from '../chart-card/chart-foot';
import { NoMusic } from '../no-music/no-music';
import { RoomControls } from '../room-controls/room-controls';
import { scrollsBack } from '../scroll-back';

/** As long as the toast that offers to take it back. */
const GRACE = 9_000;
/** So many rows before the end the next page is asked for. */
const AHEAD = 40;

/** Every single play, newest first. */
@Component({
  selector: 'app-history-page',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollableWindow,
    CdkVirtualScrollViewport,
    ChartFoot,
    CoverArt,
    ErrorState,
    Icon,
    MatIconButton,
    NoMusic,
    PageHeader,
    RoomControls,
    RouterLink,
    Skeleton,
    SpanPipe,
    SteadyRows,
    TranslocoDirective,
  ],
  templateUrl: './history-page.html',
  styleUrl: './history-page.scss',
})
export default class HistoryPage {
  readonly #toasts = inject(Toasts);
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  protected readonly errorText = inject(ErrorText);
  protected readonly store = inject(HistoryStore);
  protected readonly request = computed(() => listeningListens(this.room.range()));
  protected readonly link = storyLink;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  constructor() {
    this.store.show(true);
    scrollsBack(this.store)();
    inject(DestroyRef).onDestroy(() => {
      this.store.show(false);
      // Whoever leaves has not taken it back.
      for (const id of this.#timers.keys()) this.#finish(id);
    });
  }

  protected key(_: number, row: HistoryRow): string | number {
    return row.key;
  }
  protected time(listen: Listen): string {
    return timeIn(this.store.zone(), listen.at);
  }
  protected near(last: number): void {
    if (last > this.store.rows().length - AHEAD) this.store.more();
  }
  protected drop({ id, track }: Listen): void {
    this.store.hide(id);
    this.#timers.set(
      id,
      setTimeout(() => {
        this.#finish(id);
      }, GRACE),
    );
    this.#toasts.show(this.words.t('listening.history.deleted', { track }), 'plain', {
      label: this.words.t('listening.history.undo'),
      run: () => {
        clearTimeout(this.#timers.get(id));
        this.#timers.delete(id);
        this.store.keep(id);
      },
    });
  }
  #finish(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.store.remove(id);
  }
}
