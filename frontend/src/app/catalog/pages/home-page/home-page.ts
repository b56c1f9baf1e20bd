import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { sessionFeature } from '@app/accounts/public';
import { ErrorText } from '@app/shared/http/error-text';
import { AgoPipe, PluralPipe } from '@app/shared/i18n/pipes';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { FileDrop } from '@app/shared/ui/file-drop/file-drop';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { Uploads } from '@app/shared/upload/uploads.store';
import { ContinueList } from './continue-list/continue-list';
import { DemoCard } from './demo-card/demo-card';
import { Doors } from './doors/doors';
import { HomeStore } from './home.store';
import { WeekPanel } from './week-panel/week-panel';

/** The first page after log-in: this week, where one left off, the four rooms, a place for files. */
@Component({
  selector: 'app-home-page',
  imports: [
    AgoPipe,
    ContinueList,
    DemoCard,
    Doors,
    ErrorState,
    FileDrop,
    PluralPipe,
    RouterLink,
    Skeleton,
    TranslocoDirective,
    WeekPanel,
  ],
  providers: [HomeStore],
  templateUrl: './home-page.html',
  styleUrl: './home-page.scss',
})
export default class HomePage {
  readonly #uploads = inject(Uploads);
  protected readonly home = inject(HomeStore);
  protected readonly errorText = inject(ErrorText);
  protected readonly user = inject(Store).selectSignal(sessionFeature.selectUser);
  /** Both figures, once there is any history. */
  protected readonly week = computed(() => {
    const [week, whole] = [this.home.week(), this.home.whole()];
    return week === undefined || whole === undefined || whole.plays === 0 ? null : { week, whole };
  });
  protected readonly started = computed(
    () => this.week() !== null || this.home.recent().length > 0,
  );

  protected add(files: File[]): void {
    this.#uploads.addAll(files);
  }
}
