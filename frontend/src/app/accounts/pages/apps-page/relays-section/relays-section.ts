import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { AgoPipe, NumPipe } from '@app/shared/i18n/pipes';
import { ConfirmButton } from '@app/shared/ui/confirm-button/confirm-button';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { healthOf, RELAYS } from '../../../model/relays';
import { RelayForm } from '../relay-form/relay-form';
import { RelaysStore } from '../relays.store';

/** "Pass listens on": where live listens go too, how that is going, and one more. */
@Component({
  selector: 'app-relays-section',
  imports: [
    AgoPipe,
    ConfirmButton,
    CoverArt,
    ErrorState,
    MatButton,
    NumPipe,
    RelayForm,
    Skeleton,
    TranslocoDirective,
  ],
  providers: [RelaysStore],
  templateUrl: './relays-section.html',
  styleUrl: './relays-section.scss',
})
export class RelaysSection {
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  protected readonly store = inject(RelaysStore);
  protected readonly errorText = inject(ErrorText);
  protected readonly relays = computed(() =>
    this.store.entities().map((relay) => ({
      ...relay,
      service: RELAYS.find(({ kind }) => kind === relay.kind)?.name ?? relay.kind,
      health: healthOf(relay),
    })),
  );

  constructor() {
    this.load();
  }

  protected load(): void {
    void this.store.load();
  }

  protected async test(id: string): Promise<void> {
    if (!(await this.store.test(id))) return;
    this.#toasts.show(this.#language.t('accounts.relays.works'), 'good');
  }

  protected remove(id: string): void {
    void this.store.remove(id);
  }
}
