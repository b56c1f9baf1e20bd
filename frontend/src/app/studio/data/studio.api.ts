import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { Observable } from 'rxjs';

import { API } from '@app/shared/http/api';
import { idempotent } from '@app/shared/http/idempotency';
import { CursorPage } from '@app/shared/util/page';
import { Engine, Separation, SeparationSummary } from '../model/separation';

@Injectable({ providedIn: 'root' })
export class StudioApi {
  readonly #http = inject(HttpClient);

  list(cursor: string | null): Observable<CursorPage<SeparationSummary>> {
    const params = { limit: 30, ...(cursor === null ? {} : { cursor }) };
    return this.#http.get<CursorPage<SeparationSummary>>(`${API}/separations`, { params });
  }

  get(id: string): Observable<Separation> {
    return this.#http.get<Separation>(`${API}/separations/${id}`);
  }

  engines(): Observable<Engine[]> {
    return this.#http.get<Engine[]>(`${API}/separations/engines`);
  }

  /** Two stems by the best engine there is. Keep `key` while trying the same wish again. */
  start(mediaId: string, key: string): Observable<{ id: string; job_id: string }> {
    const body = { media_id: mediaId, stems: 2, engine: 'auto' };
    return this.#http.post<{ id: string; job_id: string }>(
      `${API}/separations`,
      body,
      idempotent(key),
    );
  }

  remove(id: string): Observable<unknown> {
    return this.#http.delete(`${API}/separations/${id}`);
  }
}
