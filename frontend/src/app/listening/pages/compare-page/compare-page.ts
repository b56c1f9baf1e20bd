import { Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { RoomStore } from '../../data/room.store';
import { Words } from '../../ui/words';
import { NoMusic } from '../no-music/no-music';
import { RoomControls } from '../room-controls/room-controls';
import { RoomProblem } from '../room-problem/room-problem';
import { ArtistsSection } from './artists-section';
import { PeopleSection } from './people-section';
import { RaceSection } from './race-section';
import { RangesSection } from './ranges-section';

type What = 'ranges' | 'artists' | 'people' | 'race';
const WHATS: readonly What[] = ['ranges', 'artists', 'people', 'race'];

/** Two ranges, two artists, two people, or everybody against everybody. */
@Component({
  selector: 'app-compare-page',
  imports: [
    ArtistsSection,
    NoMusic,
    PageHeader,
    PeopleSection,
    RaceSection,
    RangesSection,
    RoomControls,
    RoomProblem,
    Segmented,
    TranslocoDirective,
  ],
  template: `
    <div class="page" *transloco="let t">
      <app-page-header
        [heading]="t('listening.compare.title')"
        [lead]="t('listening.compare.lead')"
      />
      @if (room.empty()) {
        <app-no-music />
      } @else if (room.unknown()) {
        <app-room-problem />
      } @else {
        <app-segmented
          [label]="t('listening.compare.what')"
          [options]="whats()"
          [value]="chosen()"
          (valueChange)="choose($event)"
        />
        <app-room-controls [metric]="chosen() !== 'artists'" />
        @switch (chosen()) {
          @case ('ranges') {
            <app-ranges-section />
          }
          @case ('artists') {
            <app-artists-section />
          }
          @case ('people') {
            <app-people-section [wanted]="with()" (choose)="meet($event)" />
          }
          @case ('race') {
            <app-race-section />
          }
        }
      }
    </div>
  `,
})
export default class ComparePage {
  readonly #words = inject(Words);
  readonly #router = inject(Router);
  protected readonly room = inject(RoomStore);
  /** From the address: `/listening/compare?what=race`. */
  readonly what = input<string>();
  /** Whom to compare with: `/listening/compare?what=people&with=…`. */
  readonly with = input<string>();
  protected readonly chosen = computed<What>(
    () => WHATS.find((name) => name === this.what()) ?? 'ranges',
  );
  protected readonly whats = computed(() =>
    this.#words.segments('listening.compare.whats.', WHATS),
  );

  protected meet(person: string): void {
    const queryParams = { what: 'people', with: person };
    void this.#router.navigate([], { queryParams, replaceUrl: true });
  }
  protected choose(what: What): void {
    void this.#router.navigate([], { queryParams: { what }, replaceUrl: true });
  }
}
