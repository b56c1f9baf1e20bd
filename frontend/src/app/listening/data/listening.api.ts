import { inject, Injectable } from '@angular/core';
import { forkJoin, map, Observable, of, switchMap } from 'rxjs';

import {
  listeningByHour,
  listeningByWeekday,
  listeningSummary,
  listeningTimeline,
} from '@app/shared/api-client/endpoints/listening/listening';
import { Api } from '@app/shared/http/api';
import { bucketFor, daysOf } from '../model/choices';
import { Charts, RangeQuery, Summary } from '../model/listening';

@Injectable({ providedIn: 'root' })
export class ListeningApi {
  readonly #api = inject(Api);

  /** The whole history's summary, and the charts of `range` (null when there is no play at all). */
  charts(range: RangeQuery): Observable<{ whole: Summary; charts: Charts | null }> {
    return this.#api.send(listeningSummary({ range: 'all' })).pipe(
      switchMap((whole) => {
        if (whole.plays === 0) return of({ whole, charts: null });
        const bucket = bucketFor(daysOf(range, whole));
        return forkJoin({
          summary: this.#api.send(listeningSummary(range)),
          timeline: this.#api.send(listeningTimeline({ ...range, bucket })),
          hours: this.#api.send(listeningByHour(range)),
          weekdays: this.#api.send(listeningByWeekday(range)),
        }).pipe(
          map(({ summary, timeline, hours, weekdays }) => ({
            whole,
            charts: {
              summary,
              bucket,
              timeline: timeline.items,
              hours: hours.items,
              weekdays: weekdays.items,
            },
          })),
        );
      }),
    );
  }
}
