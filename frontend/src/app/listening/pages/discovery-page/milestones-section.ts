import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningMilestones } from '@app/shared/api-client/endpoints/listening/listening';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { storyLink } from '../../model/links';
import { Row } from '../../model/rows';
import { RankedList } from '../../ui/ranked-list/ranked-list';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

/** The songs that made the round numbers. */
@Component({
  selector: 'app-milestones-section',
  imports: [ChartCard, RankedList, TranslocoDirective],
  template: `
    <app-chart-card
      *transloco="let t"
      definition="milestones"
      [titled]="true"
      [of]="milestones"
      [heading]="t('listening.discovery.milestones')"
      [empty]="rows().length === 0"
      [nothing]="t('listening.discovery.noMilestones')"
    >
      <app-ranked-list class="columns" [rows]="rows()" />
    </app-chart-card>
  `,
})
export class MilestonesSection {
  readonly #words = inject(Words);
  readonly #room = inject(RoomStore);
  protected readonly milestones = chartOf(() => listeningMilestones(this.#room.range()));
  protected readonly rows = computed<Row[]>(() =>
    (this.milestones.value()?.items ?? [])
      .map((item) => ({
        key: `${item.kind}${item.number}`,
        name: item.track,
        by: item.artist,
        link: storyLink('track', item.track_id),
        figure: this.#words.plural(`listening.milestones.${item.kind}`, item.number),
        note: this.#words.day(item.day),
        round: false,
      }))
      .reverse(),
  );
}
