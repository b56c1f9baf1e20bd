import { Component, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { AgoPipe, BytesPipe, ClockPipe } from '@app/shared/i18n/pipes';
import { PlayerTrack } from '@app/shared/player/player-track';
import { playerPageActions } from '@app/shared/player/player.actions';
import { Confirm } from '@app/shared/ui/confirm/confirm';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { FileDrop } from '@app/shared/ui/file-drop/file-drop';
import { Icon } from '@app/shared/ui/icon/icon';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { MediaItem } from '@app/shared/upload/media';
import { Uploads } from '@app/shared/upload/uploads.store';
import { libraryPageActions } from '../../data/library.actions';
import { libraryFeature } from '../../data/library.feature';
import { RowWave } from './row-wave/row-wave';

@Component({
  selector: 'app-library-page',
  imports: [
    AgoPipe,
    BytesPipe,
    ClockPipe,
    CoverArt,
    EmptyState,
    ErrorState,
    FileDrop,
    Icon,
    MatButton,
    MatIconButton,
    PageHeader,
    RowWave,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './library-page.html',
  styleUrl: './library-page.scss',
})
export default class LibraryPage {
  readonly #store = inject(Store);
  readonly #uploads = inject(Uploads);
  readonly #confirm = inject(Confirm);
  readonly #language = inject(Language);
  protected readonly errorText = inject(ErrorText);
  protected readonly items = this.#store.selectSignal(libraryFeature.selectAll);
  protected readonly status = this.#store.selectSignal(libraryFeature.selectStatus);
  protected readonly error = this.#store.selectSignal(libraryFeature.selectError);
  protected readonly nextCursor = this.#store.selectSignal(libraryFeature.selectNextCursor);

  constructor() {
    this.load();
  }

  protected load(): void {
    this.#store.dispatch(libraryPageActions.opened());
  }

  protected more(): void {
    this.#store.dispatch(libraryPageActions.moreWanted());
  }

  protected add(files: File[]): void {
    this.#uploads.addAll(files);
  }

  protected play(index: number): void {
    const tracks = this.items().map(toTrack);
    this.#store.dispatch(playerPageActions.playChosen({ tracks, index }));
  }

  protected async remove({ id, filename }: MediaItem): Promise<void> {
    const sure = await this.#confirm.ask({
      heading: this.#language.t('catalog.library.removeHeading'),
      text: this.#language.t('catalog.library.removeText', { name: filename }),
      action: this.#language.t('catalog.library.removeAction'),
    });
    if (sure) this.#store.dispatch(libraryPageActions.removalChosen({ id }));
  }
}

function toTrack({ id, filename, url, duration_ms }: MediaItem): PlayerTrack {
  return { id, title: filename, artist: '', url, duration_ms, media_id: id };
}
