import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningReleaseYears } from '@app/shared/api-client/endpoints/listening/listening';
import type { ReleasesPeriod } from '@app/shared/api-client/model/releasesPeriod';
import { BarChart } from '@app/shared/ui/bar-chart/bar-chart';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { valueOf } from '../../model/choices';
import { storyLink } from '../../model/links';
import { DecadeCovers } from '../../ui/decade-covers/decade-covers';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

const PERIODS: readonly ReleasesPeriod[] = ['decade', 'year'];

/** How old the music is: a column for each decade, and the song that stands for it. */
@Component({
  selector: 'app-releases-section',
  imports: [BarChart, ChartCard, DecadeCovers, Segmented, TranslocoDirective],
  template: `
    <app-chart-card
      *transloco="let t"
      definition="release-years"
      [of]="releases"
      [heading]="t('listening.releases.title')"
      [empty]="points().length === 0"
      [nothing]="nothing()"
    >
      <app-segmented
        controls
        [label]="t('listening.releases.title')"
        [options]="periods()"
        [value]="period()"
        (valueChange)="period.set($event)"
      />
      <app-bar-chart
        [heading]="t('listening.releases.title')"
        [data]="points()"
        [format]="words.format(room.metric())"
        [unit]="words.unit(points(), room.metric())"
      />
      @if (period() === 'decade') {
        <app-decade-covers [label]="t('listening.releases.songs')" [decades]="decades()" />
      }
      <p class="quiet small" data-testid="years-known">{{ known() }}</p>
    </app-chart-card>
  `,
  styles: `
    p {
      margin: 0;
    }
  `,
})
export class ReleasesSection {
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  protected readonly period = signal<ReleasesPeriod>('decade');
  protected readonly periods = computed(() =>
    this.words.segments('listening.releases.periods.', PERIODS),
  );
  protected readonly releases = chartOf(() =>
    listeningReleaseYears({ ...this.room.figures(), period: this.period() }),
  );
  protected readonly points = computed(() =>
    (this.releases.value()?.items ?? []).map((item) => ({
      label: this.#named(item.start ?? 0),
      value: valueOf(item, this.room.metric()),
    })),
  );
  protected readonly decades = computed(() =>
    (this.releases.value()?.items ?? []).flatMap(({ start, song }) =>
      song === null
        ? []
        : [
            {
              name: this.#named(start ?? 0),
              title: song.name,
              artist: song.artist,
              link: storyLink('track', song.id),
            },
          ],
    ),
  );
  /** How far the chart can be believed. */
  protected readonly known = computed(() => {
    const found = this.releases.value();
    if (found === undefined) return '';
    const share = this.words.percent(1 - (found.unknown.share ?? 0));
    return this.words.t('listening.releases.known', { share, year: found.median_year });
  });
  protected readonly nothing = computed(() =>
    (this.releases.value()?.plays ?? 0) > 0 ? this.words.t('listening.releases.nothing') : '',
  );

  #named(start: number): string {
    return this.releases.value()?.period === 'decade'
      ? this.words.t('listening.releases.decade', { year: start })
      : String(start);
  }
}
