import { EMPTY, expand, last, Observable, scan } from 'rxjs';

/** A list as far as it is known; without a cursor that is all of it. */
export interface Pages<T> {
  items: readonly T[];
  cursor: string | null;
}

/** So many entries come at once. */
export const PAGE = 100;
/** A longer list begins anew when the history changes. */
const MOST_PAGES = 20;

/** The first page, or as many as hold `known` entries: nobody is thrown back to the start. */
export function pagesFor<T>(
  pageAfter: (cursor: string | null) => Observable<Pages<T>>,
  known: number,
): Observable<Pages<T>> {
  const wanted = Math.min(MOST_PAGES, Math.ceil(known / PAGE));
  return pageAfter(null).pipe(
    expand(({ cursor }, index) =>
      cursor === null || index + 1 >= wanted ? EMPTY : pageAfter(cursor),
    ),
    scan((all, { items, cursor }) => ({ items: [...all.items, ...items], cursor })),
    last(),
  );
}
