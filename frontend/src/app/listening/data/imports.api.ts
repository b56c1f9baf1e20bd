import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { Observable } from 'rxjs';

import { API } from '@app/shared/http/api';
import { CursorPage } from '@app/shared/util/page';
import { ImportDetail, ImportItem } from '../model/imports';

@Injectable({ providedIn: 'root' })
export class ImportsApi {
  readonly #http = inject(HttpClient);

  list(cursor: string | null): Observable<CursorPage<ImportItem>> {
    const params = { limit: 20, ...(cursor === null ? {} : { cursor }) };
    return this.#http.get<CursorPage<ImportItem>>(`${API}/imports`, { params });
  }

  get(id: string): Observable<ImportDetail> {
    return this.#http.get<ImportDetail>(`${API}/imports/${id}`);
  }

  rejects(id: string): Observable<Blob> {
    return this.#http.get(`${API}/imports/${id}/rejects`, { responseType: 'blob' });
  }

  /** Takes back every listen that this import added. */
  remove(id: string): Observable<unknown> {
    return this.#http.delete(`${API}/imports/${id}`);
  }
}
