import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningRace } from '@app/shared/api-client/endpoints/listening/listening';
import { BumpChart } from '@app/shared/ui/bump-chart/bump-chart';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { Entity } from '../../model/listening';
import { courseOf, stretches } from '../../model/race';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

const ENTITIES: readonly Entity[] = ['artist', 'track', 'album'];
const MODES = ['month', 'year', 'sum'] as const;
const [DEPTH, MOST] = [10, 14];

/** Ranks month by month. */
@Component({
  selector: 'app-race-section',
  imports: [BumpChart, ChartCard, Segmented, TranslocoDirective],
  template: `
    <app-chart-card
      *transloco="let t"
      definition="race"
      height="380px"
      [of]="race"
      [heading]="t('listening.compare.whats.race')"
      [empty]="course().runners.length === 0"
    >
      <div class="choices" controls>
        <app-segmented
          [label]="t('listening.top.label')"
          [options]="entities()"
          [value]="entity()"
          (valueChange)="entity.set($event)"
        />
        <app-segmented
          [label]="t('listening.compare.frame')"
          [options]="modes()"
          [value]="mode()"
          (valueChange)="mode.set($event)"
        />
      </div>
      <app-bump-chart
        [heading]="t('listening.compare.whats.race')"
        [frames]="frames()"
        [lines]="lines()"
        [depth]="depth"
      />
    </app-chart-card>
  `,
  styles: `
    .choices {
      display: flex;
      flex-wrap: wrap;
      gap: var(--s-3);
      min-width: 0;
    }
  `,
})
export class RaceSection {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  protected readonly depth = DEPTH;
  protected readonly entity = signal<Entity>('artist');
  protected readonly mode = signal<(typeof MODES)[number]>('month');
  protected readonly entities = computed(() => this.#words.segments('listening.top.', ENTITIES));
  protected readonly modes = computed(() =>
    this.#words.segments('listening.compare.frames.', MODES),
  );
  protected readonly race = chartOf(() =>
    listeningRace({
      ...this.#room.figures(),
      entity: this.entity(),
      frame: this.mode() === 'year' ? 'year' : 'month',
      cumulative: this.mode() === 'sum',
      top: DEPTH,
    }),
  );
  protected readonly course = computed(() => courseOf(this.race.value()?.items ?? [], MOST));
  protected readonly frames = computed(() =>
    this.course().starts.map((start) =>
      this.mode() === 'year' ? start.slice(0, 4) : this.#words.month(start),
    ),
  );
  protected readonly lines = computed(() =>
    this.course().runners.map(({ name, ranks }) => ({ name, stretches: stretches(ranks) })),
  );
}
