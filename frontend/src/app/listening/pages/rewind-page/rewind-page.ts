import { Component, computed, inject, input, numberAttribute } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningRewind } from '@app/shared/api-client/endpoints/listening/listening';
import { ErrorText } from '@app/shared/http/error-text';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { HourClock } from '@app/shared/ui/hour-clock/hour-clock';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { chartOf } from '../../data/chart';
import { LifeEventsStore } from '../../data/life-events.store';
import { RoomStore } from '../../data/room.store';
import { bandsOf } from '../../model/bands';
import { loudestHour } from '../../model/rewind';
import { hourPoints } from '../../ui/charts/chart-points';
import { TopList } from '../../ui/top-list/top-list';
import { Words } from '../../ui/words';
import { ChartFoot } from '../chart-card/chart-foot';
import { rewindFacts } from './rewind-facts';
import { ShareCard } from './share-card';

const HOUR = 3_600_000;

/** A year as a story to scroll through, with a picture to share at its end. */
@Component({
  selector: 'app-rewind-page',
  imports: [
    AreaChart,
    ChartFoot,
    CoverArt,
    ErrorState,
    HourClock,
    RouterLink,
    ShareCard,
    Skeleton,
    TopList,
    TranslocoDirective,
  ],
  templateUrl: './rewind-page.html',
  styleUrl: './rewind-page.scss',
})
export default class RewindPage {
  /** From the address. */
  readonly year = input.required({ transform: numberAttribute });
  readonly #events = inject(LifeEventsStore);
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  protected readonly errorText = inject(ErrorText);
  protected readonly chart = chartOf(() => listeningRewind(this.year()));
  protected readonly rewind = computed(() => {
    const found = this.chart.value();
    return found?.year === this.year() ? found : undefined;
  });
  protected readonly hours = computed(() =>
    Math.round((this.rewind()?.summary.ms_played ?? 0) / HOUR),
  );
  /** More or less than the year before, as a sentence. */
  protected readonly change = computed(() => {
    const found = this.rewind();
    if (found === undefined || found.before.plays === 0) return '';
    const share = found.summary.plays / found.before.plays - 1;
    const percent = this.words.number(share, {
      style: 'percent',
      signDisplay: 'exceptZero',
      maximumFractionDigits: 0,
    });
    return this.words.t('listening.rewind.change', { percent, year: this.year() - 1 });
  });
  protected readonly months = computed(() =>
    (this.rewind()?.months ?? []).map(({ start, plays }) => ({
      label: this.words.month(start),
      value: plays,
    })),
  );
  protected readonly bands = computed(() =>
    bandsOf(
      this.#events.items(),
      (this.rewind()?.months ?? []).map(({ start }) => start),
    ),
  );
  protected readonly clock = computed(() => hourPoints(this.rewind()?.hours ?? [], 'plays'));
  protected readonly loudest = computed(() => {
    const hour = loudestHour(this.rewind()?.hours ?? []);
    return this.words.t('listening.rewind.hourText', { hour: `${hour}:00` });
  });
  protected readonly facts = computed(() => {
    const found = this.rewind();
    return found === undefined ? [] : rewindFacts(found, this.words);
  });
  protected readonly lists = ['artist', 'track', 'album'] as const;
  protected readonly plain = this.words.format('plays');
}
