import { DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';

import { remember } from '@app/shared/util/storage';
import { LanguageCode, preferredLanguage } from './languages';
import { number } from './number';

/** The language in use. Reading `current()` (also through `t`) makes a computed follow a switch. */
@Injectable({ providedIn: 'root' })
export class Language {
  readonly #transloco = inject(TranslocoService);
  readonly #document = inject(DOCUMENT);
  readonly #current = signal<LanguageCode>('en');
  readonly current = this.#current.asReadonly();

  /** Loads the texts first, so that the page never shows bare keys. */
  async use(code: LanguageCode): Promise<void> {
    await firstValueFrom(this.#transloco.load(code));
    this.#transloco.setActiveLang(code);
    this.#current.set(code);
    this.#document.documentElement.lang = code;
  }

  async choose(code: LanguageCode): Promise<void> {
    remember('language', code);
    await this.use(code);
  }

  start(): Promise<void> {
    return this.use(preferredLanguage());
  }

  /** The text of a key, for code; templates use `*transloco="let t"`. */
  t(key: string, values?: Record<string, unknown>): string {
    return this.#transloco.translate(key, values, this.#current());
  }

  /** The text of a key, or null when there is none: for keys that come from the server. */
  find(key: string, values?: Record<string, unknown>): string | null {
    const texts = this.#transloco.getTranslation(this.#current());
    return key in texts ? this.t(key, values) : null;
  }

  /** `key.one`, `key.few` … by the plural rules of the language, with `count` written in its way. */
  plural(key: string, count: number, values?: Record<string, unknown>): string {
    const form = new Intl.PluralRules(this.#current()).select(count);
    const shown = { ...values, count: number(count, this.#current()) };
    return this.find(`${key}.${form}`, shown) ?? this.t(`${key}.other`, shown);
  }
}
