import { map, Observable } from 'rxjs';

import { listeningGenres, topItems } from '@app/shared/api-client/endpoints/listening/listening';
import { Api } from '@app/shared/http/api';
import { Metric, RangeQuery } from '../model/listening';
import { Order, Place, placeOf, placeOfGenre, Ranked } from '../model/ranking';
import { PAGE, Pages } from './pages';

export type Ranking = Pages<Place>;
export interface RankingQuery extends RangeQuery {
  entity: Ranked;
  order: Order;
  metric: Metric;
}
/** A list as it was left, to be found again like that. */
interface Left extends Ranking {
  /** Of the history that it was read from. */
  revision: number;
  /** Where the window stood, in pixels from the top. */
  offset: number;
}

/** The page of a ranking after `cursor`, or its first one. */
export function pageAfter(
  api: Api,
  { entity, ...query }: RankingQuery,
  cursor: string | null,
): Observable<Ranking> {
  const ask = { ...query, limit: PAGE, cursor };
  if (entity === 'genre') {
    return api
      .send(listeningGenres(ask))
      .pipe(
        map(({ items, next_cursor }) => ({ items: items.map(placeOfGenre), cursor: next_cursor })),
      );
  }
  return api.send(topItems({ ...ask, entity })).pipe(
    map(({ items, next_cursor }) => ({
      items: items.map((item) => placeOf(item, entity)),
      cursor: next_cursor,
    })),
  );
}

/** Lists that were left, by what they were asked for with. */
export class LeftLists {
  readonly #lists = new Map<string, Left>();

  find(query: RankingQuery): Left | undefined {
    return this.#lists.get(JSON.stringify(query));
  }
  keep(query: RankingQuery, found: Ranking, revision: number): void {
    const offset = this.find(query)?.offset ?? 0;
    this.#lists.set(JSON.stringify(query), { ...found, revision, offset });
  }
}
