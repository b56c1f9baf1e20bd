import { inject, Injectable } from '@angular/core';
import { Action } from '@ngrx/store';
import {
  catchError,
  concat,
  defer,
  EMPTY,
  map,
  mergeMap,
  Observable,
  of,
  repeat,
  timer,
} from 'rxjs';

import { listJobs } from '@app/shared/api-client/endpoints/jobs/jobs';
import { Api } from '@app/shared/http/api';
import { backoff } from '@app/shared/util/backoff';
import { isActive, Job } from './job';
import { jobsApiActions } from './jobs.actions';
import { JobEvents } from './job-events';
import { SseEvent } from './sse';

/** From this many failed tries in a row the list is polled as well, until the stream is back. */
const POLL_AFTER = 3;

/**
 * The endless stream of what happens to the caller's jobs: server-sent events that resume after
 * the last one seen; waits between tries grow with jitter; polling helps while there is no stream.
 */
@Injectable({ providedIn: 'root' })
export class JobsStream {
  readonly #api = inject(Api);
  readonly #events = inject(JobEvents);
  #lastEventId: string | null = null;
  #failures = 0;

  actions(): Observable<Action> {
    this.#lastEventId = null;
    return concat(this.#list(), this.#follow());
  }

  #list(): Observable<Action> {
    return this.#api.send(listJobs()).pipe(
      map(({ items }) => jobsApiActions.jobsLoaded({ jobs: items })),
      catchError(() => EMPTY),
    );
  }

  #follow(): Observable<Action> {
    const once = defer(() => this.#events.after(this.#lastEventId)).pipe(
      mergeMap((event) => this.#translate(event)),
      catchError(() => {
        this.#failures += 1;
        return concat(
          of(jobsApiActions.streamLost()),
          this.#failures >= POLL_AFTER ? this.#list() : EMPTY,
        );
      }),
    );
    return once.pipe(repeat({ delay: () => timer(backoff(this.#failures)) }));
  }

  #translate(event: SseEvent | null): Observable<Action> {
    if (event === null) {
      this.#failures = 0;
      return of(jobsApiActions.streamOpened());
    }
    this.#lastEventId = event.id ?? this.#lastEventId;
    const job = parseJob(event.data);
    if (job === null) return EMPTY;
    return of(
      isActive(job) ? jobsApiActions.jobChanged({ job }) : jobsApiActions.jobFinished({ job }),
    );
  }
}

function parseJob(data: string): Job | null {
  try {
    const job = JSON.parse(data) as Partial<Job>;
    return typeof job.id === 'string' && typeof job.state === 'string' ? (job as Job) : null;
  } catch {
    return null;
  }
}
