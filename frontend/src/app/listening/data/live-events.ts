import { inject, Injectable } from '@angular/core';
import { catchError, defer, EMPTY, mergeMap, Observable, of, repeat, timer } from 'rxjs';

import { followListening } from '@app/shared/api-client/endpoints/listening/listening';
import type { NowPlayingOut } from '@app/shared/api-client/model/nowPlayingOut';
import { JobEvents } from '@app/shared/jobs/job-events';
import { SseEvent } from '@app/shared/jobs/sse';
import { backoff } from '@app/shared/util/backoff';
import { Playing } from '../model/listening';

export type LiveNews = { kind: 'playing'; playing: Playing | null } | { kind: 'changed' };

/** What happens to the caller's history while the page is open. */
@Injectable({ providedIn: 'root' })
export class LiveEvents {
  readonly #events = inject(JobEvents);

  /** Endless: a stream that ends or fails is opened again. */
  follow(): Observable<LiveNews> {
    return defer(() => {
      let version: string | null = null;
      let failures = 0;
      const once = defer(() => this.#events.after(null, followListening().url)).pipe(
        mergeMap((event) => {
          failures = 0;
          if (event === null) return EMPTY;
          const { news, seen } = newsOf(event, version);
          version = seen;
          return news === null ? EMPTY : of(news);
        }),
        catchError(() => {
          failures += 1;
          return EMPTY;
        }),
      );
      return once.pipe(repeat({ delay: () => timer(backoff(failures)) }));
    });
  }
}

/**
 * What an event says. Every stream begins with the present version of the history, so only another
 * one than `version` is news.
 */
export function newsOf(
  { event, data }: Pick<SseEvent, 'event' | 'data'>,
  version: string | null,
): { news: LiveNews | null; seen: string | null } {
  if (event === 'now_playing') {
    const { playing } = JSON.parse(data) as NowPlayingOut;
    return { news: { kind: 'playing', playing }, seen: version };
  }
  if (event !== 'listens_changed') return { news: null, seen: version };
  const { version: seen } = JSON.parse(data) as { version: string };
  return { news: version === null || version === seen ? null : { kind: 'changed' }, seen };
}
