import { DOCUMENT, inject, Injectable, signal } from '@angular/core';

import { recall, remember } from '@app/shared/util/storage';

export type ThemeChoice = 'light' | 'dark' | 'system';

/** Light, dark, or what the system says; `theme-start.js` sets the same attribute before paint. */
@Injectable({ providedIn: 'root' })
export class Theme {
  readonly #root = inject(DOCUMENT).documentElement;
  readonly #choice = signal<ThemeChoice>(saved());
  readonly choice = this.#choice.asReadonly();

  choose(choice: ThemeChoice): void {
    this.#choice.set(choice);
    if (choice === 'system') {
      delete this.#root.dataset['theme'];
      remember('theme', null);
    } else {
      this.#root.dataset['theme'] = choice;
      remember('theme', choice);
    }
  }
}

function saved(): ThemeChoice {
  const value = recall('theme');
  return value === 'light' || value === 'dark' ? value : 'system';
}
