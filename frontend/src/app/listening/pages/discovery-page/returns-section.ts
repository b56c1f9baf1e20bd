import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import {
  listeningForgotten,
  listeningRediscoveries,
} from '@app/shared/api-client/endpoints/listening/listening';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { Entity } from '../../model/listening';
import { Shelf } from '../../ui/shelf/shelf';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

/** What came back after a long silence, and what has been silent for long. */
@Component({
  selector: 'app-returns-section',
  imports: [ChartCard, Shelf, TranslocoDirective],
  template: `
    <div class="cards" *transloco="let t">
      <app-chart-card
        definition="rediscoveries"
        [titled]="true"
        [of]="returns"
        [heading]="t('listening.discovery.returns')"
        [empty]="returned().length === 0"
        [nothing]="t('listening.discovery.noReturns')"
        suggests="365d"
      >
        <app-shelf [label]="t('listening.discovery.returns')" [rows]="returned()" />
      </app-chart-card>
      <app-chart-card
        definition="forgotten-favourites"
        [titled]="true"
        [of]="forgotten"
        [heading]="t('listening.discovery.forgotten')"
        [empty]="lost().length === 0"
        [nothing]="t('listening.discovery.noForgotten')"
      >
        <app-shelf [label]="t('listening.discovery.forgotten')" [rows]="lost()" />
      </app-chart-card>
    </div>
  `,
  styleUrl: '../page.scss',
})
export class ReturnsSection {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  readonly entity = input.required<Entity>();
  readonly #query = computed(() => ({ ...this.#room.figures(), entity: this.entity(), limit: 8 }));
  protected readonly returns = chartOf(() => listeningRediscoveries(this.#query()));
  protected readonly forgotten = chartOf(() => listeningForgotten(this.#query()));
  protected readonly returned = computed(() =>
    (this.returns.value()?.items ?? []).map((item) =>
      this.#words.row(item, this.entity(), {
        figure: this.#words.figure(item, this.#room.metric()),
        note: this.#words.plural('listening.discovery.before', item.plays_before),
      }),
    ),
  );
  protected readonly lost = computed(() =>
    (this.forgotten.value()?.items ?? []).map((item) =>
      this.#words.row(item, this.entity(), {
        figure: this.#words.figure(item, this.#room.metric()),
        note: this.#words.plural('listening.discovery.quietFor', item.days_ago),
      }),
    ),
  );
}
