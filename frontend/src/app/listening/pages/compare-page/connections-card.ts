import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { DayPipe } from '@app/shared/i18n/pipes';
import { ConfirmButton } from '@app/shared/ui/confirm-button/confirm-button';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { PeopleStore } from '../../data/people.store';
import { InvitationPanel } from './invitation-panel';

/** Whom one compares with, who is invited, and the end of either. */
@Component({
  selector: 'app-connections-card',
  imports: [ConfirmButton, CoverArt, DayPipe, InvitationPanel, MatButton, TranslocoDirective],
  templateUrl: './connections-card.html',
  styles: `
    section {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--s-4);
    }
    ul {
      display: grid;
      gap: var(--s-3);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--s-3);
    }
    .names {
      flex: 1 1 180px;
      display: grid;
      min-width: 0;
    }
    summary {
      margin-bottom: var(--s-3);
      cursor: pointer;
      font-weight: 600;
      font-size: var(--text-s);
    }
  `,
})
export class ConnectionsCard {
  protected readonly store = inject(PeopleStore);
}
