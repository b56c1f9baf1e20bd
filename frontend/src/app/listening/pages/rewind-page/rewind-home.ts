import { Component, effect, inject } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { RoomStore } from '../../data/room.store';

/** Leads on to the newest year of the history. */
@Component({
  selector: 'app-rewind-home',
  imports: [EmptyState, Skeleton, TranslocoDirective],
  template: `
    <div class="page" *transloco="let t">
      <h1 class="visually-hidden">{{ t('listening.rewind.title') }}</h1>
      @if (room.empty()) {
        <app-empty-state
          art="rewind"
          [heading]="t('listening.empty.heading')"
          [text]="t('listening.empty.text')"
        />
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
