import { DestroyRef, DOCUMENT, inject, Injectable } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { SwUpdate } from '@angular/service-worker';
import { filter, fromEvent, merge, throttleTime } from 'rxjs';

import { Language } from '@app/shared/i18n/language';
import { Toasts } from '@app/shared/ui/toasts/toasts';

/** The worker itself looks at each page load only; a tab may stay open for weeks. */
const LOOK_EVERY_MS = 60 * 60 * 1000;

/** Offers a new version when the service worker has fetched it whole. */
@Injectable({ providedIn: 'root' })
export class AppUpdate {
  readonly #updates = inject(SwUpdate);
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  readonly #document = inject(DOCUMENT);
  readonly #destroyed = inject(DestroyRef);

  watch(): void {
    if (!this.#updates.isEnabled) return;
    const ready = this.#updates.versionUpdates.pipe(filter(({ type }) => type === 'VERSION_READY'));
    // Unrecoverable: files of the running version are gone from the cache; only a load helps.
    merge(ready, this.#updates.unrecoverable).subscribe(() => {
      this.#offer();
    });
    fromEvent(this.#document, 'visibilitychange')
      .pipe(
        filter(() => this.#document.visibilityState === 'visible'),
        throttleTime(LOOK_EVERY_MS),
        takeUntilDestroyed(this.#destroyed),
      )
      .subscribe(() => {
        // Without a network there is nothing new; the next look comes by itself.
        this.#updates.checkForUpdate().catch(() => false);
      });
  }

  #offer(): void {
    this.#toasts.show(this.#language.t('shell.update.ready'), 'plain', {
      label: this.#language.t('shell.update.load'),
      run: () => {
        this.#document.defaultView?.location.reload();
      },
    });
  }
}
