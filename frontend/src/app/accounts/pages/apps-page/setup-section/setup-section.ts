import { Component, computed, inject, linkedSignal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { CopyField } from '@app/shared/ui/copy-field/copy-field';
import { Client, filledIn } from '../../../model/apps';
import { AppsStore } from '../apps.store';

const ENDPOINTS = [
  { key: 'listenbrainz', name: 'ListenBrainz' },
  { key: 'lastfm', name: 'Last.fm 2.0' },
  { key: 'audioscrobbler', name: 'Audioscrobbler 1.2' },
] as const;

/** What to enter in a player, ready to copy; with the password while it is still shown. */
@Component({
  selector: 'app-setup-section',
  imports: [CopyField, TranslocoDirective],
  templateUrl: './setup-section.html',
  styles: `
    .field {
      display: grid;
      gap: var(--s-1);
      max-width: 420px;
      font-size: var(--text-s);
      font-weight: 600;
    }
    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr));
      align-items: start;
      gap: var(--s-3);
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
export class SetupSection {
  protected readonly store = inject(AppsStore);
  protected readonly clients = computed(() => this.store.setup()?.clients ?? []);
  protected readonly chosen = linkedSignal<Client[], string>({
    source: this.clients,
    computation: (clients, before) => before?.value ?? clients[0]?.id ?? '',
  });
  protected readonly client = computed(() => {
    const found = this.clients().find(({ id }) => id === this.chosen());
    return found === undefined ? null : filledIn(found, this.store.made());
  });
  protected readonly endpoints = computed(() => {
    const addresses = this.store.setup()?.endpoints;
    return ENDPOINTS.map(({ key, name }) => ({ name, address: addresses?.[key] ?? '' }));
  });
}
