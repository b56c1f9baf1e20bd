import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import {
  listeningOneHitWonders,
  listeningOnRepeat,
} from '@app/shared/api-client/endpoints/listening/listening';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { RankedList } from '../../ui/ranked-list/ranked-list';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

/** Songs played over and over, and artists of one single song. */
@Component({
  selector: 'app-songs-section',
  imports: [ChartCard, RankedList, TranslocoDirective],
  template: `
    <div class="cards" *transloco="let t">
      <app-chart-card
        definition="on-repeat"
        [titled]="true"
        [of]="repeats"
        [heading]="t('listening.discovery.repeat')"
        [empty]="repeated().length === 0"
        [nothing]="t('listening.discovery.noRepeat')"
      >
        <app-ranked-list [rows]="repeated()" />
      </app-chart-card>
      <app-chart-card
        definition="one-hit-wonders"
        [titled]="true"
        [of]="hits"
        [heading]="t('listening.discovery.oneHit')"
        [empty]="single().length === 0"
        [nothing]="t('listening.discovery.noOneHit')"
      >
        <app-ranked-list [rows]="single()" />
      </app-chart-card>
    </div>
  `,
  styleUrl: '../page.scss',
})
export class SongsSection {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  readonly #query = computed(() => ({ ...this.#room.figures(), limit: 8 }));
  protected readonly repeats = chartOf(() => listeningOnRepeat(this.#query()));
  protected readonly hits = chartOf(() => listeningOneHitWonders(this.#query()));
  protected readonly repeated = computed(() =>
    (this.repeats.value()?.items ?? []).map((item) =>
      this.#words.row(item, 'track', {
        figure: this.#words.plural('listening.days', item.days),
        note: `${this.#words.day(item.best_day)} · ${item.best_plays}×`,
      }),
    ),
  );
  protected readonly single = computed(() =>
    (this.hits.value()?.items ?? []).map((item) => ({
      ...this.#words.row(item, 'artist', {
        figure: this.#words.figure(item, this.#room.metric()),
      }),
      by: item.track,
    })),
  );
}
