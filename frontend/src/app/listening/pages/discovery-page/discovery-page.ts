import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { RoomStore } from '../../data/room.store';
import { Entity } from '../../model/listening';
import { Words } from '../../ui/words';
import { NoMusic } from '../no-music/no-music';
import { RoomControls } from '../room-controls/room-controls';
import { RoomProblem } from '../room-problem/room-problem';
import { ConcentrationSection } from './concentration-section';
import { MilestonesSection } from './milestones-section';
import { NewSection } from './new-section';
import { ReleasesSection } from './releases-section';
import { SongsSection } from './songs-section';
import { ReturnsSection } from './returns-section';

const ENTITIES: readonly Entity[] = ['track', 'artist', 'album'];

/** What is new, what came back, what was forgotten. */
@Component({
  selector: 'app-discovery-page',
  imports: [
    ConcentrationSection,
    MilestonesSection,
    NewSection,
    NoMusic,
    PageHeader,
    ReleasesSection,
    ReturnsSection,
    RoomControls,
    RoomProblem,
    Segmented,
    SongsSection,
    TranslocoDirective,
  ],
  template: `
    <div class="page" *transloco="let t">
      <app-page-header
        [heading]="t('listening.discovery.title')"
        [lead]="t('listening.discovery.lead')"
      />
      @if (room.empty()) {
        <app-no-music />
      } @else if (room.unknown()) {
        <app-room-problem />
      } @else {
        <div class="choices">
          <app-room-controls />
          <app-segmented
            [label]="t('listening.top.label')"
            [options]="entities()"
            [value]="entity()"
            (valueChange)="entity.set($event)"
          />
        </div>
        <app-new-section [entity]="entity()" />
        <app-returns-section [entity]="entity()" />
        <app-releases-section />
        <app-songs-section />
        <app-concentration-section [entity]="entity()" />
        <app-milestones-section />
      }
    </div>
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
export default class DiscoveryPage {
  readonly #words = inject(Words);
  protected readonly room = inject(RoomStore);
  protected readonly entity = signal<Entity>('track');
  protected readonly entities = computed(() => this.#words.segments('listening.top.', ENTITIES));
}
