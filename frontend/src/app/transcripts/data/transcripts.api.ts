import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { map, Observable } from 'rxjs';

import { API } from '@app/shared/http/api';
import { idempotent } from '@app/shared/http/idempotency';
import { MediaItem } from '@app/shared/upload/media';
import { CursorPage } from '@app/shared/util/page';
import { ExportFormat, Segment, Spoken, Transcript, TranscriptItem } from '../model/transcript';

@Injectable({ providedIn: 'root' })
export class TranscriptsApi {
  readonly #http = inject(HttpClient);

  list(cursor: string | null): Observable<CursorPage<TranscriptItem>> {
    const params = { limit: 30, ...(cursor === null ? {} : { cursor }) };
    return this.#http.get<CursorPage<TranscriptItem>>(`${API}/transcripts`, { params });
  }

  get(id: string): Observable<Transcript> {
    return this.#http.get<Transcript>(`${API}/transcripts/${id}`);
  }

  start(media_id: string, language: Spoken): Observable<{ id: string; job_id: string }> {
    const body = { media_id, language, diarize: false, engine: 'auto' };
    return this.#http.post<{ id: string; job_id: string }>(
      `${API}/transcripts`,
      body,
      idempotent(),
    );
  }

  rename(id: string, title: string): Observable<TranscriptItem> {
    return this.#http.patch<TranscriptItem>(`${API}/transcripts/${id}`, { title });
  }

  correct(id: string, segmentId: number, text: string): Observable<Segment> {
    return this.#http.patch<Segment>(`${API}/transcripts/${id}/segments/${segmentId}`, { text });
  }

  remove(id: string): Observable<unknown> {
    return this.#http.delete(`${API}/transcripts/${id}`);
  }

  export(id: string, format: ExportFormat): Observable<Blob> {
    const params = { format };
    return this.#http.get(`${API}/transcripts/${id}/export`, { params, responseType: 'blob' });
  }

  media(id: string): Observable<MediaItem> {
    return this.#http.get<MediaItem>(`${API}/media/${id}`);
  }

  peaks(mediaId: string): Observable<number[]> {
    return this.#http
      .get<{ points: number[] }>(`${API}/media/${mediaId}/peaks`)
      .pipe(map(({ points }) => points));
  }
}
