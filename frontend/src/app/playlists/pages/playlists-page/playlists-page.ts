import { NgTemplateOutlet } from '@angular/common';
import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { AgoPipe, PluralPipe, SpanPipe } from '@app/shared/i18n/pipes';
import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { Collage } from '../../ui/collage/collage';
import { Generator } from './generator/generator';
import { PlaylistsStore } from './playlists.store';

/** One's playlists, and the place where new ones are made. */
@Component({
  selector: 'app-playlists-page',
  imports: [
    AgoPipe,
    Collage,
    EmptyState,
    ErrorState,
    Generator,
    MatButton,
    NgTemplateOutlet,
    PageHeader,
    PluralPipe,
    RouterLink,
    Skeleton,
    SpanPipe,
    TranslocoDirective,
  ],
  providers: [PlaylistsStore],
  templateUrl: './playlists-page.html',
  styleUrl: './playlists-page.scss',
})
export default class PlaylistsPage {
  protected readonly store = inject(PlaylistsStore);
  protected readonly errorText = inject(ErrorText);

  /** Asks for what is missing: the next part of a list that stands, or everything. */
  protected tryAgain(): void {
    const cursor = this.store.nextCursor();
    if (this.store.status() === 'ready' && cursor !== null) this.store.more(cursor);
    else this.store.load(null);
  }
}
