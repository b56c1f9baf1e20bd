import { Component, inject } from '@angular/core';

import { ErrorText } from '@app/shared/http/error-text';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { RoomStore } from '../../data/room.store';

/** Instead of charts that would all fail alike: why nothing of the history is known, said once. */
@Component({
  selector: 'app-room-problem',
  imports: [ErrorState],
  template: `
    @if (room.unknown(); as problem) {
      <app-error-state
        [sentence]="errorText.of(problem)"
        [code]="problem.code"
        [requestId]="problem.requestId"
        (retry)="room.changed()"
      />
    }
  `,
})
export class RoomProblem {
  protected readonly room = inject(RoomStore);
  protected readonly errorText = inject(ErrorText);
}
