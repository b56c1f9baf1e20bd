import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { forkJoin, map, Observable, of, switchMap } from 'rxjs';

import { API } from '@app/shared/http/api';
import { idempotent } from '@app/shared/http/idempotency';
import { CursorPage } from '@app/shared/util/page';
import { bucketFor, daysOf } from '../model/choices';
import {
  Charts,
  Entity,
  HourFigures,
  Metric,
  RangeQuery,
  Summary,
  TimelinePoint,
  TopItem,
  WeekdayFigures,
} from '../model/listening';

const TOP_PAGE = 12;

export interface TopQuery {
  range: RangeQuery;
  entity: Entity;
  metric: Metric;
  cursor: string | null;
}

@Injectable({ providedIn: 'root' })
export class ListeningApi {
  readonly #http = inject(HttpClient);

  /** The whole history's summary, and the charts of `range` (null when there is no play at all). */
  charts(range: RangeQuery): Observable<{ whole: Summary; charts: Charts | null }> {
    return this.#get<Summary>('summary', { range: 'all' }).pipe(
      switchMap((whole) => {
        if (whole.plays === 0) return of({ whole, charts: null });
        const bucket = bucketFor(daysOf(range, whole));
        return forkJoin({
          summary: this.#get<Summary>('summary', range),
          timeline: this.#items<TimelinePoint>('timeline', { ...range, bucket }),
          hours: this.#items<HourFigures>('by-hour', range),
          weekdays: this.#items<WeekdayFigures>('by-weekday', range),
        }).pipe(map((charts) => ({ whole, charts: { ...charts, bucket } })));
      }),
    );
  }

  top({ range, entity, metric, cursor }: TopQuery): Observable<CursorPage<TopItem>> {
    return this.#get<CursorPage<TopItem>>('top-items', {
      ...range,
      entity,
      metric,
      limit: String(TOP_PAGE),
      ...(cursor === null ? {} : { cursor }),
    });
  }

  loadDemo(): Observable<{ job_id: string }> {
    return this.#http.post<{ job_id: string }>(`${API}/demo`, null, idempotent());
  }

  #items<T>(name: string, params: RangeQuery): Observable<T[]> {
    return this.#get<{ items: T[] }>(name, params).pipe(map(({ items }) => items));
  }

  #get<T>(name: string, params: RangeQuery): Observable<T> {
    return this.#http.get<T>(`${API}/listening/${name}`, { params });
  }
}
