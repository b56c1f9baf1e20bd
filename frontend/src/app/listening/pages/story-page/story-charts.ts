import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import type { Story } from '@app/shared/api-client/model/story';
import type { StoryListen } from '@app/shared/api-client/model/storyListen';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { HourClock } from '@app/shared/ui/hour-clock/hour-clock';
import { Chart } from '../../data/chart';
import { LifeEventsStore } from '../../data/life-events.store';
import { RoomStore } from '../../data/room.store';
import { bandsOf } from '../../model/bands';
import { valueOf } from '../../model/choices';
import { storyLink } from '../../model/links';
import { hourPoints } from '../../ui/charts/chart-points';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

/** When it was played: month by month, round the clock, for the first and for the last time. */
@Component({
  selector: 'app-story-charts',
  imports: [AreaChart, ChartCard, HourClock, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <app-chart-card
        definition="stories"
        [of]="chart()"
        [heading]="t('listening.charts.timeline')"
        [empty]="story().plays === 0"
      >
        <app-area-chart
          [heading]="t('listening.charts.timeline')"
          [data]="points()"
          [marked]="bands()"
          [format]="words.format(room.metric())"
          [unit]="words.unit(points(), room.metric())"
        />
        <dl>
          @for (moment of moments(); track moment.key) {
            <div>
              <dt class="small quiet">{{ t('listening.story.' + moment.key) }}</dt>
              <dd>
                {{ moment.at }}
                <a class="small" [routerLink]="moment.link">{{ moment.track }}</a>
              </dd>
            </div>
          }
        </dl>
      </app-chart-card>
      <app-chart-card
        definition="hours-and-weekdays"
        [of]="chart()"
        [heading]="t('listening.charts.hours')"
        [empty]="story().plays === 0"
      >
        <app-hour-clock
          [heading]="t('listening.charts.hours')"
          [data]="hours()"
          [format]="words.format(room.metric())"
        />
      </app-chart-card>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--s-4);

      @media (min-width: 900px) {
        grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
      }
    }
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: var(--s-3) var(--s-6);
      margin: 0;
    }
    dd {
      margin: 0;
      font-weight: 650;
    }
    dd a {
      display: block;
    }
  `,
})
export class StoryCharts {
  readonly story = input.required<Story>();
  readonly chart = input.required<Chart<Story>>();
  readonly #events = inject(LifeEventsStore);
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  protected readonly points = computed(() =>
    this.story().timeline.map((point) => ({
      label: this.words.month(point.start),
      value: valueOf(point, this.room.metric()),
    })),
  );
  protected readonly bands = computed(() =>
    bandsOf(
      this.#events.items(),
      this.story().timeline.map(({ start }) => start),
    ),
  );
  protected readonly hours = computed(() => hourPoints(this.story().hours, this.room.metric()));
  protected readonly moments = computed(() => {
    const { first, last } = this.story();
    return [
      { key: 'first', listen: first },
      { key: 'last', listen: last },
    ]
      .filter((entry): entry is { key: string; listen: StoryListen } => entry.listen !== null)
      .map(({ key, listen }) => ({
        key,
        at: this.words.day(listen.at, true),
        track: listen.track,
        link: storyLink('track', listen.track_id),
      }));
  });
}
