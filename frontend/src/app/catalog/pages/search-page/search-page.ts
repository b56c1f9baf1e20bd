import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { search } from '@app/shared/api-client/endpoints/catalog/catalog';
import { apiResource } from '@app/shared/http/api-resource';
import { AppError } from '@app/shared/http/app-error';
import { ErrorText } from '@app/shared/http/error-text';
import { PluralPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';

/** What the top bar's field finds: tracks, artists and albums of one's own history. */
@Component({
  selector: 'app-search-page',
  imports: [
    CoverArt,
    EmptyState,
    ErrorState,
    PageHeader,
    PluralPipe,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './search-page.html',
  styleUrl: './search-page.scss',
})
export default class SearchPage {
  /** From the address: `/search?q=…`. */
  readonly q = input('');
  protected readonly errorText = inject(ErrorText);
  protected readonly found = apiResource(() =>
    this.q() === '' ? undefined : search({ q: this.q(), limit: 30 }),
  );
  protected readonly hits = computed(() => (this.found.hasValue() ? this.found.value().items : []));
  protected readonly problem = computed(() => {
    const error = this.found.error();
    return error === undefined ? null : AppError.from(error);
  });
}
