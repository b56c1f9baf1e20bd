import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { Observable } from 'rxjs';

import { API } from '@app/shared/http/api';
import { MediaItem } from '@app/shared/upload/media';
import { CursorPage } from '@app/shared/util/page';

@Injectable({ providedIn: 'root' })
export class CatalogApi {
  readonly #http = inject(HttpClient);

  media(cursor: string | null): Observable<CursorPage<MediaItem>> {
    const params = { kind: 'audio', limit: 50, ...(cursor === null ? {} : { cursor }) };
    return this.#http.get<CursorPage<MediaItem>>(`${API}/media`, { params });
  }

  remove(id: string): Observable<unknown> {
    return this.#http.delete(`${API}/media/${id}`);
  }
}
