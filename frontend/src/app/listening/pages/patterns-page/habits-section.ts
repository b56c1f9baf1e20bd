import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningHabits } from '@app/shared/api-client/endpoints/listening/listening';
import type { HabitsFact } from '@app/shared/api-client/model/habitsFact';
import { Language } from '@app/shared/i18n/language';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import type { CountryValue } from '@app/shared/ui/world-map/country-value';
import { WorldMap } from '@app/shared/ui/world-map/world-map';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { valueOf } from '../../model/choices';
import { Part } from '../../model/rows';
import { ShareBars } from '../../ui/share-bars/share-bars';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';

const FACTS: readonly HabitsFact[] = ['platform', 'country', 'shuffle', 'offline'];
const COUNTRY = /^[A-Z]{2}$/;
/** What sources write where they do not know. */
const NOWHERE = 'ZZ';

/** Where, on what and in which order somebody listens. */
@Component({
  selector: 'app-habits-section',
  imports: [ChartCard, Segmented, ShareBars, Skeleton, TranslocoDirective, WorldMap],
  template: `
    <app-chart-card
      *transloco="let t"
      definition="habits"
      [titled]="true"
      [of]="habits"
      [heading]="t('listening.patterns.habits')"
      [empty]="habits.value()?.items?.length === 0"
    >
      <app-segmented
        controls
        [label]="t('listening.patterns.habits')"
        [options]="facts()"
        [value]="fact()"
        (valueChange)="fact.set($event)"
      />
      @if (countries(); as items) {
        @defer {
          <app-world-map
            [heading]="t('listening.patterns.map')"
            [items]="items"
            [format]="format()"
          />
        } @placeholder {
          <app-skeleton height="240px" [lines]="1" />
        }
      }
      <app-share-bars [label]="t('listening.patterns.habits')" [parts]="parts()" />
    </app-chart-card>
  `,
})
export class HabitsSection {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  readonly #language = inject(Language);
  protected readonly fact = signal<HabitsFact>('platform');
  protected readonly facts = computed(() =>
    this.#words.segments('listening.patterns.facts.', FACTS),
  );
  protected readonly habits = chartOf(() =>
    listeningHabits({ ...this.#room.range(), fact: this.fact() }),
  );
  protected readonly parts = computed<Part[]>(() => {
    const found = this.habits.value();
    return (found?.items ?? []).map((item) => ({
      key: item.value,
      name: this.#name(found?.fact ?? 'platform', item.value),
      share: item.share,
      figure: this.#words.figure(item, this.#room.metric()),
    }));
  });

  /** What the map shows, once countries are what was asked for. */
  protected readonly countries = computed<CountryValue[] | null>(() => {
    const found = this.habits.value();
    if (found?.fact !== 'country') return null;
    return found.items
      .filter(({ value }) => COUNTRY.test(value) && value !== NOWHERE)
      .map((item) => ({
        code: item.value,
        name: this.#name('country', item.value),
        value: valueOf(item, this.#room.metric()),
      }));
  });
  protected readonly format = computed(() => this.#words.format(this.#room.metric()));

  #name(fact: HabitsFact, value: string): string {
    const known = this.#language.find(`listening.facts.${value}`);
    if (known !== null) return known;
    if (fact !== 'country' || !COUNTRY.test(value)) return value;
    const language = this.#language.current();
    return new Intl.DisplayNames([language, 'en'], { type: 'region' }).of(value) ?? value;
  }
}
