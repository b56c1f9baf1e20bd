import { inject, Injectable } from '@angular/core';

import { day } from '@app/shared/i18n/format';
import { Language } from '@app/shared/i18n/language';
import { Told } from '../../model/names';

/** Says a rule in the language of the person. */
@Injectable({ providedIn: 'root' })
export class Tell {
  readonly #language = inject(Language);

  rule({ key, values, from, until }: Told): string {
    const when = (iso: string | null): string =>
      iso === null ? '' : day(iso, this.#language.current(), true);
    const filled = { ...values, from: when(from), until: when(until) };
    return this.#language.find(`listening.names.told.${key}`, filled) ?? key;
  }
}
