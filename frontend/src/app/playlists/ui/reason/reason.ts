import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { NumPipe } from '@app/shared/i18n/pipes';
import { PlaylistTrack } from '../../model/playlist';

/** The fact that fills `{{count}}` in the sentence of a code. */
const COUNTED: Record<string, string> = { same_artist: 'plays', heard_together: 'sessions' };
const TILES: Record<string, number> = { artist: 1, session_artist: 4 };

/** Why a song was picked: a sentence and, where several matchers agreed, a bar of what each gave. */
@Component({
  selector: 'app-reason',
  imports: [NumPipe, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <p class="small quiet" data-testid="playlist-reason">{{ sentence() }}</p>
      @if (parts().length > 1) {
        <ul [attr.aria-label]="t('playlists.matchers.label')">
          @for (part of parts(); track part.name) {
            <li [style.flex-grow]="part.share" [title]="part.label">
              <i [style.background]="part.tile"></i>
              <span>{{ part.label }} {{ part.share | num: percent }}</span>
            </li>
          }
        </ul>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--s-1);
      min-width: 0;
    }
    ul {
      display: flex;
      min-width: 0;
      gap: 3px;
      width: min(100%, 260px);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      flex-basis: 0;
      min-width: 12px;
      color: var(--ink-2);
      font-size: var(--text-xs);
    }
    i {
      display: block;
      height: 5px;
      border-radius: var(--r-pill);
    }
    span {
      display: block;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  `,
})
export class Reason {
  readonly #language = inject(Language);
  readonly track = input.required<PlaylistTrack>();
  protected readonly percent: Intl.NumberFormatOptions = { style: 'percent' };

  protected readonly sentence = computed(() => {
    const { matchers, why } = this.track();
    const first = matchers[0];
    if (first === undefined) return why;
    const count = Number(first.facts[COUNTED[first.code] ?? ''] ?? 0);
    const key = `playlists.reasons.${first.code}`;
    return this.#language.find(`${key}.other`, { count }) === null
      ? why
      : this.#language.plural(key, count, first.facts);
  });
  protected readonly parts = computed(() =>
    this.track().matchers.map(({ name, share }, index) => ({
      name,
      share,
      label: this.#language.find(`playlists.matchers.${name}`) ?? name,
      tile: `var(--tile-${TILES[name] ?? (index % 6) + 1})`,
    })),
  );
}
