import { Component, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Speaker } from '../../../model/transcript';

/** Who speaks in a recording, and a place to give them their names. */
@Component({
  selector: 'app-speaker-names',
  imports: [MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (editing()) {
        <form (submit)="save($event)">
          @for (speaker of speakers(); track speaker.id) {
            <input
              class="input"
              maxlength="80"
              data-testid="speaker-name"
              [name]="speaker.id"
              [value]="speaker.label"
              [attr.aria-label]="t('transcripts.speakers.nameOf', { name: speaker.label })"
            />
          }
          <button matButton="filled" type="submit">{{ t('transcripts.read.save') }}</button>
          <button matButton type="button" (click)="editing.set(false)">{{ t('ui.cancel') }}</button>
        </form>
      } @else {
        <span class="small quiet">{{ t('transcripts.speakers.label') }}</span>
        @for (speaker of speakers(); track speaker.id) {
          <span class="chip">{{ speaker.label }}</span>
        }
        <button
          matButton
          type="button"
          data-testid="speakers-rename"
          [attr.aria-label]="t('transcripts.speakers.rename')"
          (click)="editing.set(true)"
        >
          {{ t('transcripts.rename') }}
        </button>
      }
    </ng-container>
  `,
  styles: `
    :host,
    form {
      display: flex;
      flex-wrap: wrap;
      gap: var(--s-2);
      align-items: center;
    }
    .input {
      width: 200px;
    }
    .chip {
      padding: var(--s-1) var(--s-3);
      border-radius: var(--r-pill);
      background: var(--surface-2);
      font-size: var(--text-s);
      font-weight: 600;
    }
  `,
})
export class SpeakerNames {
  readonly speakers = input.required<readonly Speaker[]>();
  readonly named = output<Speaker[]>();
  protected readonly editing = signal(false);

  protected save(event: SubmitEvent | Event): void {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const named = this.speakers().map(({ id, label }) => {
      const name = fields.get(id);
      return { id, label: typeof name === 'string' && name.trim() !== '' ? name.trim() : label };
    });
    this.editing.set(false);
    this.named.emit(named);
  }
}
