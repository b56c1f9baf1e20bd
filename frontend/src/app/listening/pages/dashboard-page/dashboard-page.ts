import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import {
  listeningByHour,
  listeningByWeekday,
  listeningTimeline,
} from '@app/shared/api-client/endpoints/listening/listening';
import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Segment, Segmented } from '@app/shared/ui/segmented/segmented';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { LifeEventsStore } from '../../data/life-events.store';
import { RoomStore } from '../../data/room.store';
import { Entity } from '../../model/listening';
import { ListeningCharts } from '../../ui/charts/charts';
import { Hero } from '../../ui/hero/hero';
import { TopList } from '../../ui/top-list/top-list';
import { NowPlaying } from '../../ui/now-playing/now-playing';
import { ChartFoot } from '../chart-card/chart-foot';
import { NoMusic } from '../no-music/no-music';
import { RoomControls } from '../room-controls/room-controls';
import { DashboardStore } from './dashboard.store';
import { GenresSection } from './genres-section';

type Tab = Entity | 'genre';

const TABS: readonly Tab[] = ['track', 'artist', 'album', 'genre'];

/** What, when and how much: the figures of one's own listening. */
@Component({
  selector: 'app-dashboard-page',
  imports: [
    ChartFoot,
    ErrorState,
    GenresSection,
    Hero,
    Icon,
    ListeningCharts,
    MatButton,
    NoMusic,
    NowPlaying,
    PageHeader,
    RoomControls,
    RouterLink,
    Segmented,
    Skeleton,
    TopList,
    TranslocoDirective,
  ],
  providers: [DashboardStore],
  templateUrl: './dashboard-page.html',
  styleUrl: './dashboard-page.scss',
})
export default class DashboardPage {
  readonly #language = inject(Language);
  protected readonly errorText = inject(ErrorText);
  protected readonly room = inject(RoomStore);
  protected readonly events = inject(LifeEventsStore).items;
  protected readonly store = inject(DashboardStore);
  protected readonly tab = signal<Tab>('track');
  protected readonly tabs = computed<Segment<Tab>[]>(() =>
    TABS.map((value) => ({ value, label: this.#language.t(`listening.top.${value}`) })),
  );
  /** What the charts asked for, for their files. */
  protected readonly requests = computed(() => {
    const range = this.room.range();
    const bucket = this.store.charts()?.bucket ?? 'month';
    return {
      timeline: listeningTimeline({ ...range, bucket }),
      hours: listeningByHour(range),
      weekdays: listeningByWeekday(range),
    };
  });
  protected readonly covers = computed(() =>
    this.store
      .top()
      .slice(0, 4)
      .map(({ name }) => name),
  );

  /** The same list from its first place to its last. */
  protected readonly list = computed(() => ['/listening/top', `${this.tab()}s`]);

  protected open(tab: Tab): void {
    this.tab.set(tab);
    if (tab !== 'genre') this.store.setEntity(tab);
  }
}
