import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningHeatMap } from '@app/shared/api-client/endpoints/listening/listening';
import { weekdays } from '@app/shared/i18n/format';
import { Language } from '@app/shared/i18n/language';
import { WeekHeatmap } from '@app/shared/ui/week-heatmap/week-heatmap';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { weekOf } from '../../model/heat';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

/** The hours of the week. */
@Component({
  selector: 'app-heat-section',
  imports: [ChartCard, TranslocoDirective, WeekHeatmap],
  template: `
    <app-chart-card
      *transloco="let t"
      definition="heat-map"
      [of]="heat"
      [heading]="t('listening.patterns.heat')"
      [empty]="nothing()"
    >
      <app-week-heatmap
        [heading]="t('listening.patterns.heat')"
        [values]="week()"
        [days]="days()"
        [format]="words.format(room.metric())"
      />
    </app-chart-card>
  `,
})
export class HeatSection {
  readonly #language = inject(Language);
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  protected readonly heat = chartOf(() => listeningHeatMap(this.room.figures()));
  protected readonly week = computed(() =>
    weekOf(this.heat.value()?.items ?? [], this.room.metric()),
  );
  protected readonly nothing = computed(() =>
    this.week()
      .flat()
      .every((value) => value === 0),
  );
  protected readonly days = computed(() => weekdays(this.#language.current()));
}
