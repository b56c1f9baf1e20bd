import { Component, computed, DestroyRef, effect, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { catchError, EMPTY } from 'rxjs';

import {
  listeningRewindPng,
  listeningRewindSvg,
} from '@app/shared/api-client/endpoints/listening/listening';
import { Api } from '@app/shared/http/api';
import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { Icon } from '@app/shared/ui/icon/icon';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { saveFile } from '@app/shared/util/save-file';

/** The year as a picture: look at it, save it, hand it to somebody. */
@Component({
  selector: 'app-share-card',
  imports: [Icon, MatButton, Skeleton, TranslocoDirective],
  templateUrl: './share-card.html',
  styles: `
    :host,
    div {
      display: grid;
      gap: var(--s-4);
      justify-items: center;
    }
    :host {
      padding: var(--s-5);
      border-radius: var(--r-l);
      background: var(--surface-2);
    }
    img {
      width: min(420px, 100%);
      border-radius: var(--r-m);
      box-shadow: var(--shadow-2);
    }
    app-skeleton {
      width: min(420px, 100%);
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: var(--s-2);
    }
  `,
})
export class ShareCard {
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  readonly #errorText = inject(ErrorText);
  readonly year = input.required<number>();
  protected readonly picture = signal<Blob | null>(null);
  protected readonly failed = signal<string | null>(null);
  protected readonly address = signal<string | null>(null);
  protected readonly file = computed(() => {
    const picture = this.picture();
    const name = `musaic-${this.year()}.png`;
    return picture === null ? null : new File([picture], name, { type: 'image/png' });
  });
  /** Phones and some desktops hand pictures on. */
  protected readonly shareable = computed(() => {
    const file = this.file();
    if (file === null || !('canShare' in navigator)) return false;
    return navigator.canShare({ files: [file] });
  });

  constructor() {
    effect((clean) => {
      const request = listeningRewindPng(this.year(), { language: this.#language.current() });
      const call = this.#api
        .download(request)
        .pipe(
          catchError((error: unknown) => {
            this.failed.set(this.#errorText.of(error));
            return EMPTY;
          }),
        )
        .subscribe((picture) => {
          this.#forget();
          this.picture.set(picture);
          this.address.set(URL.createObjectURL(picture));
        });
      clean(() => {
        call.unsubscribe();
      });
    });
    inject(DestroyRef).onDestroy(() => {
      this.#forget();
    });
  }

  protected save(): void {
    const file = this.file();
    if (file !== null) saveFile(file, file.name);
  }

  protected saveSvg(): void {
    const request = listeningRewindSvg(this.year(), { language: this.#language.current() });
    this.#api.download(request).subscribe({
      next: (drawing) => {
        saveFile(drawing, `musaic-${this.year()}.svg`);
      },
      error: (error: unknown) => {
        this.#toasts.show(this.#errorText.of(error), 'bad');
      },
    });
  }

  protected async share(): Promise<void> {
    const file = this.file();
    if (file === null) return;
    try {
      await navigator.share({ files: [file] });
    } catch {
      // Whoever closes the sheet has changed their mind; the picture can still be saved.
    }
  }

  #forget(): void {
    const address = this.address();
    if (address !== null) URL.revokeObjectURL(address);
  }
}
