import { HttpResourceRef } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Actions, ofType } from '@ngrx/effects';

import { listImports } from '@app/shared/api-client/endpoints/imports/imports';
import {
  listeningSummary,
  listeningTimeline,
  topItems,
} from '@app/shared/api-client/endpoints/listening/listening';
import { listPlaylists } from '@app/shared/api-client/endpoints/playlists/playlists';
import { listSeparations } from '@app/shared/api-client/endpoints/studio/studio';
import { listTranscripts } from '@app/shared/api-client/endpoints/transcripts/transcripts';
import { ApiRequest } from '@app/shared/api-client/request';
import { apiResource } from '@app/shared/http/api-resource';
import { AppError } from '@app/shared/http/app-error';
import { jobsApiActions } from '@app/shared/jobs/jobs.actions';
import { recent, Recent } from './recent';

const FEW = 6;

/** What the home page tells: the week, the favourites, and where one left off. */
@Injectable()
export class HomeStore {
  /** Grows when a job has changed what is told here, so that everything is asked again. */
  readonly revision = signal(0);
  readonly #whole = this.#ask(listeningSummary({ range: 'all' }));
  readonly #week = this.#ask(listeningSummary({ range: '7d' }));
  readonly #days = this.#ask(listeningTimeline({ range: '7d', bucket: 'day' }));
  readonly #artists = this.#ask(topItems({ range: '30d', entity: 'artist', limit: FEW }));
  readonly #imports = this.#ask(listImports({ limit: 2 }));
  readonly #playlists = this.#ask(listPlaylists({ limit: FEW }));
  readonly #separations = this.#ask(listSeparations({ limit: FEW }));
  readonly #transcripts = this.#ask(listTranscripts({ limit: FEW }));

  readonly whole = computed(() => value(this.#whole));
  readonly week = computed(() => value(this.#week));
  readonly days = computed(() => value(this.#days)?.items ?? []);
  readonly artists = computed(() => value(this.#artists)?.items ?? []);
  readonly imports = computed(() => value(this.#imports)?.items ?? []);
  readonly recent = computed<Recent[]>(() =>
    recent(
      value(this.#playlists)?.items ?? [],
      value(this.#separations)?.items ?? [],
      value(this.#transcripts)?.items ?? [],
    ),
  );
  readonly loading = computed(() => !this.#whole.hasValue() && this.#whole.isLoading());
  readonly error = computed(() => {
    const error = this.#whole.error();
    return error === undefined ? null : AppError.from(error);
  });

  constructor() {
    inject(Actions)
      .pipe(ofType(jobsApiActions.jobFinished), takeUntilDestroyed())
      .subscribe(() => {
        this.renew();
      });
  }

  renew(): void {
    this.revision.update((revision) => revision + 1);
  }

  #ask<T>(request: ApiRequest<T>): HttpResourceRef<T | undefined> {
    return apiResource(() => {
      this.revision();
      return { ...request };
    });
  }
}

function value<T>(resource: HttpResourceRef<T | undefined>): T | undefined {
  return resource.hasValue() ? resource.value() : undefined;
}
