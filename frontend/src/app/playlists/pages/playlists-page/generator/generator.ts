import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { Segment, Segmented } from '@app/shared/ui/segmented/segmented';
import { PlaylistsStore } from '../playlists.store';

const LENGTHS = [10, 25, 50];

/** The wish for a playlist: songs to start from, how far to go, how long. */
@Component({
  selector: 'app-generator',
  imports: [CoverArt, ErrorState, Icon, MatButton, Segmented, TranslocoDirective],
  templateUrl: './generator.html',
  styleUrl: './generator.scss',
  host: { class: 'card' },
})
export class Generator {
  readonly #language = inject(Language);
  protected readonly store = inject(PlaylistsStore);
  protected readonly errorText = inject(ErrorText);
  protected readonly offers = computed(() => this.store.found() ?? this.store.favourites());
  protected readonly chosen = computed(
    () => new Set(this.store.seeds().map(({ track_id }) => track_id)),
  );
  protected readonly lengths = computed<Segment[]>(() =>
    LENGTHS.map((length) => ({
      value: String(length),
      label: this.#language.plural('playlists.length.tracks', length),
    })),
  );

  protected setLength(length: string): void {
    this.store.setLength(Number(length));
  }
}
