import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { map, Observable } from 'rxjs';

import { API } from '@app/shared/http/api';
import { idempotent } from '@app/shared/http/idempotency';
import { CursorPage } from '@app/shared/util/page';
import { ExportFormat, GenerateRequest, Playlist, PlaylistSummary, Seed } from '../model/playlist';

@Injectable({ providedIn: 'root' })
export class PlaylistsApi {
  readonly #http = inject(HttpClient);

  list(cursor: string | null): Observable<CursorPage<PlaylistSummary>> {
    const params = { limit: 24, ...(cursor === null ? {} : { cursor }) };
    return this.#http.get<CursorPage<PlaylistSummary>>(`${API}/playlists`, { params });
  }

  get(id: string): Observable<Playlist> {
    return this.#http.get<Playlist>(`${API}/playlists/${id}`);
  }

  generate(request: GenerateRequest, key: string): Observable<Playlist> {
    return this.#http.post<Playlist>(`${API}/playlists/generate`, request, idempotent(key));
  }

  remove(id: string): Observable<unknown> {
    return this.#http.delete(`${API}/playlists/${id}`);
  }

  export(id: string, format: ExportFormat): Observable<Blob> {
    const params = { format };
    return this.#http.get(`${API}/playlists/${id}/export`, { params, responseType: 'blob' });
  }

  /** Songs of one's own history by a part of their name. */
  search(q: string): Observable<Seed[]> {
    const params = { q, kind: 'track', limit: 8 };
    return this.#http
      .get<{ items: { id: number; title: string; artist: string | null }[] }>(`${API}/search`, {
        params,
      })
      .pipe(
        map(({ items }) =>
          items.map(({ id, title, artist }) => ({ track_id: id, title, artist: artist ?? '' })),
        ),
      );
  }

  /** The songs played most: good seeds, and proof that there is a history at all. */
  favourites(): Observable<Seed[]> {
    const params = { entity: 'track', metric: 'plays', range: 'all', limit: 6 };
    return this.#http
      .get<{ items: { id: number; name: string; artist: string | null }[] }>(
        `${API}/listening/top-items`,
        { params },
      )
      .pipe(
        map(({ items }) =>
          items.map(({ id, name, artist }) => ({
            track_id: id,
            title: name,
            artist: artist ?? '',
          })),
        ),
      );
  }
}
