import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { sessionFeature } from '@app/accounts/public';
import { loadDemo, getDemo, removeDemo } from '@app/shared/api-client/endpoints/demo/demo';
import { Api } from '@app/shared/http/api';
import { apiResource } from '@app/shared/http/api-resource';
import { AppError } from '@app/shared/http/app-error';
import { ErrorText } from '@app/shared/http/error-text';
import { idempotent } from '@app/shared/http/idempotency';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { FileDrop } from '@app/shared/ui/file-drop/file-drop';
import { Icon } from '@app/shared/ui/icon/icon';
import { IconName } from '@app/shared/ui/icon/icon-paths';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { Uploads } from '@app/shared/upload/uploads.store';

interface Door {
  path: string;
  icon: IconName;
  tile: string;
  title: string;
  text: string;
}

const DOORS: readonly Door[] = [
  {
    path: '/listening',
    icon: 'listening',
    tile: '1',
    title: 'shell.nav.listening',
    text: 'catalog.home.listening',
  },
  {
    path: '/playlists',
    icon: 'playlists',
    tile: '2',
    title: 'shell.nav.playlists',
    text: 'catalog.home.playlists',
  },
  {
    path: '/studio',
    icon: 'studio',
    tile: '3',
    title: 'shell.nav.studio',
    text: 'catalog.home.studio',
  },
  {
    path: '/transcripts',
    icon: 'transcripts',
    tile: '4',
    title: 'shell.nav.transcripts',
    text: 'catalog.home.transcripts',
  },
];

/** The first page after log-in: four doors, one place to drop files, and demo data on request. */
@Component({
  selector: 'app-home-page',
  imports: [FileDrop, Icon, MatButton, RouterLink, TranslocoDirective],
  templateUrl: './home-page.html',
  styleUrl: './home-page.scss',
})
export default class HomePage {
  readonly #store = inject(Store);
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #errorText = inject(ErrorText);
  readonly #uploads = inject(Uploads);
  protected readonly doors = DOORS;
  protected readonly user = this.#store.selectSignal(sessionFeature.selectUser);
  protected readonly busy = signal(false);
  readonly #demo = apiResource(() => getDemo());
  protected readonly demo = computed(() =>
    this.#demo.hasValue() ? (this.#demo.value().loaded ? 'loaded' : 'absent') : 'unknown',
  );

  protected add(files: File[]): void {
    this.#uploads.addAll(files);
  }

  protected loadDemo(): void {
    this.busy.set(true);
    this.#api.send(loadDemo(idempotent())).subscribe({
      next: ({ job_id }) => {
        this.#store.dispatch(jobsPageActions.jobSubmitted({ id: job_id }));
        this.#settle();
      },
      error: (error: unknown) => {
        this.#fail(error);
      },
    });
  }

  protected removeDemo(): void {
    this.busy.set(true);
    this.#api.send(removeDemo()).subscribe({
      next: () => {
        this.#settle();
      },
      error: (error: unknown) => {
        this.#fail(error);
      },
    });
  }

  #settle(): void {
    this.busy.set(false);
    this.#demo.reload();
  }

  #fail(error: unknown): void {
    this.busy.set(false);
    this.#toasts.show(this.#errorText.of(AppError.from(error)), 'bad');
  }
}
