import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { PeopleStore } from '../../data/people.store';
import { chosenOf } from '../../model/people';
import { ConnectionsCard } from './connections-card';
import { PeopleChart } from './people-chart';

/** The user against somebody who agreed to it; before anybody did, how to ask. */
@Component({
  selector: 'app-people-section',
  imports: [
    ConnectionsCard,
    EmptyState,
    ErrorState,
    MatButton,
    PeopleChart,
    Skeleton,
    TranslocoDirective,
  ],
  providers: [PeopleStore],
  templateUrl: './people-section.html',
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--s-4);
    }
    .who {
      display: grid;
      gap: var(--s-1);
      max-width: 320px;
      font-size: var(--text-s);
    }
    .refusal {
      color: var(--bad);
    }
  `,
})
export class PeopleSection {
  protected readonly errorText = inject(ErrorText);
  protected readonly store = inject(PeopleStore);
  /** The connection that the address names, if it does. */
  readonly wanted = input<string>();
  readonly choose = output<string>();
  protected readonly person = computed(() => chosenOf(this.store.connections(), this.wanted()));
  protected readonly refusal = computed(() => {
    const error = this.store.refusal();
    return error === null ? null : this.errorText.of(error);
  });
}
