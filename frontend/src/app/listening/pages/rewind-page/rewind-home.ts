import { Component, effect, inject } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { RoomStore } from '../../data/room.store';
import { NoMusic } from '../no-music/no-music';
import { RoomProblem } from '../room-problem/room-problem';

/** Leads on to the newest year of the history. */
@Component({
  selector: 'app-rewind-home',
  imports: [NoMusic, RoomProblem, Skeleton, TranslocoDirective],
  template: `
    <div class="page" *transloco="let t">
      <h1 class="visually-hidden">{{ t('listening.rewind.title') }}</h1>
      @if (room.empty()) {
        <app-no-music />
      } @else if (room.unknown()) {
        <app-room-problem />
      } @else {
        <app-skeleton [lines]="2" height="300px" />
      }
    </div>
  `,
})
export default class RewindHome {
  protected readonly room = inject(RoomStore);

  constructor() {
    const router = inject(Router);
    effect(() => {
      const year = this.room.years()[0];
      if (year !== undefined) {
        void router.navigate(['/listening/rewind', year], { replaceUrl: true });
      }
    });
  }
}
