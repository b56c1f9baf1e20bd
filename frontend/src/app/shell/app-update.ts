import { inject, Injectable } from '@angular/core';
import { SwUpdate } from '@angular/service-worker';
import { filter } from 'rxjs';

import { Language } from '@app/shared/i18n/language';
import { Toasts } from '@app/shared/ui/toasts/toasts';

/** Offers a new version when the service worker has fetched it whole. */
@Injectable({ providedIn: 'root' })
export class AppUpdate {
  readonly #updates = inject(SwUpdate);
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);

  watch(): void {
    if (!this.#updates.isEnabled) return;
    this.#updates.versionUpdates
      .pipe(filter(({ type }) => type === 'VERSION_READY'))
      .subscribe(() => {
        this.#toasts.show(this.#language.t('shell.update.ready'), 'plain', {
          label: this.#language.t('shell.update.load'),
          run: () => {
            globalThis.location.reload();
          },
        });
      });
  }
}
