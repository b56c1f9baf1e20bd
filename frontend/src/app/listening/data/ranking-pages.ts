import { EMPTY, expand, last, map, Observable, scan } from 'rxjs';

import { listeningGenres, topItems } from '@app/shared/api-client/endpoints/listening/listening';
import { Api } from '@app/shared/http/api';
import { Metric, RangeQuery } from '../model/listening';
import { Order, Place, placeOf, placeOfGenre, Ranked } from '../model/ranking';

/** A ranking as far as it is known; without a cursor that is all of it. */
export interface Ranking {
  places: Place[];
  cursor: string | null;
}
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

const PAGE = 100;
/** A longer list begins anew when the history changes. */
const MOST_PAGES = 20;

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
      .pipe(map(({ items, next_cursor }) => ranking(items.map(placeOfGenre), next_cursor)));
  }
  return api.send(topItems({ ...ask, entity })).pipe(
    map(({ items, next_cursor }) =>
      ranking(
        items.map((item) => placeOf(item, entity)),
        next_cursor,
      ),
    ),
  );
}

/** The first page, or as many as hold `known` places: nobody is thrown back to the start. */
export function pagesFor(api: Api, query: RankingQuery, known: number): Observable<Ranking> {
  const wanted = Math.min(MOST_PAGES, Math.ceil(known / PAGE));
  return pageAfter(api, query, null).pipe(
    expand(({ cursor }, index) =>
      cursor === null || index + 1 >= wanted ? EMPTY : pageAfter(api, query, cursor),
    ),
    scan((all, { places, cursor }) => ranking([...all.places, ...places], cursor)),
    last(),
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

function ranking(places: Place[], cursor: string | null): Ranking {
  return { places, cursor };
}
