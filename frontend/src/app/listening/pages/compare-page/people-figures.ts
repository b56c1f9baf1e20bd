import type { LovedItem } from '@app/shared/api-client/model/lovedItem';
import type { PersonTotals } from '@app/shared/api-client/model/personTotals';
import type { SharedItem } from '@app/shared/api-client/model/sharedItem';
import { Entity, Metric } from '../../model/listening';
import { TOTALS } from '../../model/people';
import { Row } from '../../model/rows';
import { SideRow } from '../../ui/side-by-side/side-by-side';
import { Words } from '../../ui/words';

/** The totals of two people, figure by figure. */
export function totalsRows(mine: PersonTotals, theirs: PersonTotals, words: Words): SideRow[] {
  return TOTALS.map(({ key, of, kind }) => {
    const write = (value: number): string =>
      kind === 'span' ? words.span(value) : words.number(value);
    return {
      key,
      label: words.t(`listening.people.figures.${key}`),
      values: [mine[of], theirs[of]],
      texts: [write(mine[of]), write(theirs[of])],
    };
  });
}

/** What both play: how much each does, and at which rank of the own list. */
export function sharedRows(
  items: readonly SharedItem[],
  { entity, metric }: { entity: Entity; metric: Metric },
  words: Words,
): SideRow[] {
  return items.map((item) => {
    const values: [number, number] =
      metric === 'plays'
        ? [item.my_plays, item.their_plays]
        : [item.my_ms_played, item.their_ms_played];
    const text = (value: number, rank: number): string =>
      words.t('listening.people.ranked', {
        figure: metric === 'plays' ? words.number(value) : words.span(value),
        rank: words.number(rank),
      });
    return {
      key: String(item.id),
      label: item.name,
      by: item.artist,
      picture: { round: entity === 'artist' },
      values,
      texts: [text(values[0], item.my_rank), text(values[1], item.their_rank)],
    };
  });
}

/** What one loves; `own` lists have stories to lead to, the other's have none here. */
export function lovedRows(
  items: readonly LovedItem[],
  { entity, metric, own }: { entity: Entity; metric: Metric; own: boolean },
  words: Words,
): Row[] {
  return items.map((item) => ({
    ...words.row(item, entity, { figure: words.figure(item, metric) }),
    ...(own ? {} : { link: null }),
  }));
}
