import { inject, Injectable } from '@angular/core';

import { Language } from '@app/shared/i18n/language';
import { AppError } from './app-error';

/** One plain sentence for an error: ours by code, else the server's own, else a general one. */
@Injectable({ providedIn: 'root' })
export class ErrorText {
  readonly #language = inject(Language);

  of(error: unknown): string {
    const { code, detail } = AppError.from(error);
    return this.byCode(code, detail);
  }

  byCode(code: string | null, detail: string | null = null): string {
    const known = code === null ? null : this.#language.find(`errors.${code}`);
    if (known !== null) return known;
    return detail === null || detail === '' ? this.#language.t('errors.unknown') : detail;
  }
}
