import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { RoomStore } from '../../data/room.store';
import { NoMusic } from '../no-music/no-music';
import { RoomControls } from '../room-controls/room-controls';
import { RoomProblem } from '../room-problem/room-problem';
import { CalendarSection } from './calendar-section';
import { HabitsSection } from './habits-section';
import { HeatSection } from './heat-section';
import { SessionsSection } from './sessions-section';
import { SkipsSection } from './skips-section';
import { StreaksSection } from './streaks-section';

/** When and how somebody listens. */
@Component({
  selector: 'app-patterns-page',
  imports: [
    CalendarSection,
    HabitsSection,
    HeatSection,
    NoMusic,
    PageHeader,
    RoomControls,
    RoomProblem,
    SessionsSection,
    SkipsSection,
    StreaksSection,
    TranslocoDirective,
  ],
  template: `
    <div class="page" *transloco="let t">
      <app-page-header
        [heading]="t('listening.patterns.title')"
        [lead]="t('listening.patterns.lead')"
      />
      @if (room.empty()) {
        <app-no-music />
      } @else if (room.unknown()) {
        <app-room-problem />
      } @else {
        <app-room-controls />
        <div class="cards">
          <app-heat-section class="wide" />
          <app-calendar-section class="wide" />
          <app-sessions-section />
          <app-streaks-section />
          <app-skips-section class="wide" />
          <app-habits-section class="wide" />
        </div>
      }
    </div>
  `,
  styleUrl: '../page.scss',
})
export default class PatternsPage {
  protected readonly room = inject(RoomStore);
}
