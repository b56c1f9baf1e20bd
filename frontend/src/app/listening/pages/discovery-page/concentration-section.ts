import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningConcentration } from '@app/shared/api-client/endpoints/listening/listening';
import { LorenzCurve } from '@app/shared/ui/lorenz-curve/lorenz-curve';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { Entity } from '../../model/listening';
import { Part } from '../../model/rows';
import { ShareBars } from '../../ui/share-bars/share-bars';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

/** Whether a few favourites have it all, or everybody gets a turn. */
@Component({
  selector: 'app-concentration-section',
  imports: [ChartCard, LorenzCurve, ShareBars, TranslocoDirective],
  template: `
    <app-chart-card
      *transloco="let t"
      definition="concentration"
      [of]="spread"
      [heading]="t('listening.discovery.spread')"
      [empty]="spread.value()?.count === 0"
    >
      <div class="two">
        <app-lorenz-curve
          [heading]="t('listening.discovery.spread')"
          [data]="spread.value()?.items ?? []"
          [percent]="percent"
          [note]="gini()"
        />
        <div class="side">
          <p class="quiet">{{ t('listening.discovery.spreadText') }}</p>
          <p>
            <strong>{{ gini() }}</strong>
          </p>
          <app-share-bars [label]="t('listening.discovery.shares')" [parts]="parts()" />
        </div>
      </div>
    </app-chart-card>
  `,
  styles: `
    .two {
      display: grid;
      gap: var(--s-5);
      align-items: center;

      @container (min-width: 700px) {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      }
    }
    .side {
      display: grid;
      gap: var(--s-4);
    }
  `,
})
export class ConcentrationSection {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  readonly entity = input.required<Entity>();
  protected readonly percent = (share: number): string => this.#words.percent(share);
  protected readonly spread = chartOf(() =>
    listeningConcentration({ ...this.#room.figures(), entity: this.entity() }),
  );
  protected readonly gini = computed(() => {
    const value = this.spread.value()?.gini ?? null;
    const shown = value === null ? '–' : this.#words.number(value, { maximumFractionDigits: 2 });
    return this.#words.t('listening.discovery.gini', { value: shown });
  });
  protected readonly parts = computed<Part[]>(() =>
    (this.spread.value()?.shares ?? []).map(({ top, share }) => ({
      key: String(top),
      name: this.#words.t('listening.discovery.top', { count: this.#words.number(top) }),
      figure: '',
      share,
    })),
  );
}
