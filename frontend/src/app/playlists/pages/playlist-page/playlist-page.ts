import { Component, computed, inject, input, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import {
  deletePlaylist,
  exportPlaylist,
  getPlaylist,
} from '@app/shared/api-client/endpoints/playlists/playlists';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { AgoPipe, ClockPipe, PluralPipe, SpanPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { saveFile } from '@app/shared/util/save-file';
import { EXPORT_FORMATS, ExportFormat, fileName, Playlist } from '../../model/playlist';
import { Collage } from '../../ui/collage/collage';
import { Reason } from '../../ui/reason/reason';

/** One playlist: its songs and why each is there; to take along or to delete. */
@Component({
  selector: 'app-playlist-page',
  imports: [
    AgoPipe,
    ClockPipe,
    Collage,
    CoverArt,
    ErrorState,
    Icon,
    MatButton,
    PluralPipe,
    Reason,
    RouterLink,
    Skeleton,
    SpanPipe,
    TranslocoDirective,
  ],
  templateUrl: './playlist-page.html',
  styleUrl: './playlist-page.scss',
})
export default class PlaylistPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  protected readonly errorText = inject(ErrorText);
  /** From the address: `/playlists/:id`. */
  readonly id = input.required<string>();

  protected readonly formats = EXPORT_FORMATS;
  protected readonly confirming = signal(false);
  protected readonly found = rxResource({
    params: () => this.id(),
    stream: ({ params }) => this.#api.send(getPlaylist(params)),
  });
  protected readonly playlist = computed(() => (this.found.hasValue() ? this.found.value() : null));
  protected readonly problem = computed(() => {
    const error = this.found.error();
    return error === undefined ? null : AppError.from(error);
  });

  protected seedNames({ seeds }: Playlist): string {
    return seeds.map(({ title, artist }) => `${title} · ${artist}`).join(', ');
  }

  protected export({ id, name }: Playlist, format: ExportFormat): void {
    this.#api.download(exportPlaylist(id, { format })).subscribe({
      next: (content) => {
        saveFile(content, fileName(name, format));
      },
      error: this.#show,
    });
  }

  protected remove(): void {
    this.#api.send(deletePlaylist(this.id())).subscribe({
      next: () => {
        this.#toasts.show(this.#language.t('playlists.page.removed'), 'good');
        void this.#router.navigateByUrl('/playlists');
      },
      error: this.#show,
    });
  }

  readonly #show = (error: unknown): void => {
    this.#toasts.show(this.errorText.of(error), 'bad');
  };
}
