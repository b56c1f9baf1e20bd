import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterStateSnapshot, TitleStrategy } from '@angular/router';

import { Language } from '@app/shared/i18n/language';

/** A route's `title` is a key; the window shows its text in the language in use. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  readonly #title = inject(Title);
  readonly #language = inject(Language);
  readonly #key = signal<string | undefined>(undefined);

  constructor() {
    super();
    effect(() => {
      const key = this.#key();
      const name = key === undefined ? '' : this.#language.t(key);
      this.#title.setTitle(name === '' ? 'Musaic' : `${name} · Musaic`);
    });
  }

  override updateTitle(state: RouterStateSnapshot): void {
    this.#key.set(this.buildTitle(state));
  }
}
