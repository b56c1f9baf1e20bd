import { inject, Injectable } from '@angular/core';
import { map, Observable } from 'rxjs';

import { search } from '@app/shared/api-client/endpoints/catalog/catalog';
import { topItems } from '@app/shared/api-client/endpoints/listening/listening';
import { Api } from '@app/shared/http/api';
import { Seed } from '../model/playlist';

/** Songs a playlist can start from. */
@Injectable({ providedIn: 'root' })
export class SeedsApi {
  readonly #api = inject(Api);

  /** Songs of one's own history by a part of their name. */
  search(q: string): Observable<Seed[]> {
    return this.#api
      .send(search({ q, kind: 'track', limit: 8 }))
      .pipe(map(({ items }) => items.map(({ id, title, artist }) => seed(id, title, artist))));
  }

  /** The songs played most: good seeds, and proof that there is a history at all. */
  favourites(): Observable<Seed[]> {
    return this.#api
      .send(topItems({ entity: 'track', metric: 'plays', range: 'all', limit: 6 }))
      .pipe(map(({ items }) => items.map(({ id, name, artist }) => seed(id, name, artist))));
  }
}

function seed(track_id: number, title: string, artist: string | null): Seed {
  return { track_id, title, artist: artist ?? '' };
}
