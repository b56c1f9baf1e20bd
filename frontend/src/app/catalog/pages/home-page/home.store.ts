import { httpResource, HttpResourceRef } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Actions, ofType } from '@ngrx/effects';

import { ImportSummary } from '@app/shared/api-client/model/importSummary';
import { PlaylistSummary } from '@app/shared/api-client/model/playlistSummary';
import { SeparationSummary } from '@app/shared/api-client/model/separationSummary';
import { Summary } from '@app/shared/api-client/model/summary';
import { TimelinePoint } from '@app/shared/api-client/model/timelinePoint';
import { TopItem } from '@app/shared/api-client/model/topItem';
import { TranscriptItem } from '@app/shared/api-client/model/transcriptItem';
import { API } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { jobsApiActions } from '@app/shared/jobs/jobs.actions';
import { recent, Recent } from './recent';

interface Items<T> {
  items: T[];
}

const FEW = 6;

/** What the home page tells: the week, the favourites, and where one left off. */
@Injectable()
export class HomeStore {
  /** Grows when a job has changed what is told here, so that everything is asked again. */
  readonly revision = signal(0);
  readonly #whole = this.#ask<Summary>('listening/summary', { range: 'all' });
  readonly #week = this.#ask<Summary>('listening/summary', { range: '7d' });
  readonly #days = this.#ask<Items<TimelinePoint>>('listening/timeline', {
    range: '7d',
    bucket: 'day',
  });
  readonly #artists = this.#ask<Items<TopItem>>('listening/top-items', {
    range: '30d',
    entity: 'artist',
    metric: 'plays',
    limit: FEW,
  });
  readonly #imports = this.#ask<Items<ImportSummary>>('imports', { limit: 2 });
  readonly #playlists = this.#ask<Items<PlaylistSummary>>('playlists', { limit: FEW });
  readonly #separations = this.#ask<Items<SeparationSummary>>('separations', { limit: FEW });
  readonly #transcripts = this.#ask<Items<TranscriptItem>>('transcripts', { limit: FEW });

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

  #ask<T>(path: string, params: Record<string, string | number>): HttpResourceRef<T | undefined> {
    return httpResource<T>(() => {
      this.revision();
      return { url: `${API}/${path}`, params };
    });
  }
}

function value<T>(resource: HttpResourceRef<T | undefined>): T | undefined {
  return resource.hasValue() ? resource.value() : undefined;
}
