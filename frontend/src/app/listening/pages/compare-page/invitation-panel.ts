import { afterNextRender, Component, ElementRef, input, output, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { DayPipe } from '@app/shared/i18n/pipes';
import { CopyField } from '@app/shared/ui/copy-field/copy-field';
import { NewInvitation } from '../../model/people';

/** The link of an invitation, this once. It takes the focus, as it is what was asked for. */
@Component({
  selector: 'app-invitation-panel',
  imports: [CopyField, DayPipe, MatButton, TranslocoDirective],
  template: `
    <section *transloco="let t" data-testid="invitation">
      <h3 #heading tabindex="-1">{{ t('listening.people.made') }}</h3>
      <p class="small">
        {{ t('listening.people.madeText', { day: (made().expires_at | day: 'time') }) }}
      </p>
      <app-copy-field
        class="link"
        data-testid="invitation-link"
        [label]="t('listening.people.link')"
        [value]="made().link"
      />
      <button matButton="outlined" type="button" (click)="closed.emit()">
        {{ t('listening.people.sent') }}
      </button>
    </section>
  `,
  styles: `
    section {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--s-3);
      justify-items: start;
      padding: var(--s-4);
      border-radius: var(--r-m);
      background: var(--good-soft);
    }
    .link {
      width: 100%;
    }
  `,
})
export class InvitationPanel {
  readonly made = input.required<NewInvitation>();
  readonly closed = output();
  private readonly heading = viewChild<ElementRef<HTMLElement>>('heading');

  constructor() {
    afterNextRender(() => {
      this.heading()?.nativeElement.focus();
    });
  }
}
