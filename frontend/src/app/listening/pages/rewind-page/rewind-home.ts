import { Component, effect, inject } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { RoomStore } from '../../data/room.store';
import { NoMusic } from '../no-music/no-music';

/** Leads on to the newest year of the history. */
@Component({
  selector: 'app-rewind-home',
  imports: [ErrorState, NoMusic, Skeleton, TranslocoDirective],
  template: `
    <div class="page" *transloco="let t">
      <h1 class="visually-hidden">{{ t('listening.rewind.title') }}</h1>
      @if (room.empty()) {
        <app-no-music />
      } @else if (room.problem(); as problem) {
        <app-error-state
          [sentence]="errorText.of(problem)"
          [code]="problem.code"
          [requestId]="problem.requestId"
          (retry)="room.changed()"
        />
      } @else {
        <app-skeleton [lines]="2" height="300px" />
      }
    </div>
  `,
})
export default class RewindHome {
  protected readonly room = inject(RoomStore);
  protected readonly errorText = inject(ErrorText);

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
