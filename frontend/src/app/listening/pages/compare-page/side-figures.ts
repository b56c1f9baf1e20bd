import type { Change } from '@app/shared/api-client/model/change';
import type { Side } from '@app/shared/api-client/model/side';
import { Entity } from '../../model/listening';
import { Row } from '../../model/rows';
import { SideRow } from '../../ui/side-by-side/side-by-side';
import { Words } from '../../ui/words';

/** Two ranges, figure by figure. */
export function sideFigures(a: Side, b: Side, words: Words): SideRow[] {
  const count = (value: number): string => words.number(value);
  const row = (key: string, of: (side: Side) => number, write = count): SideRow => ({
    key,
    label: words.t(`listening.compare.figures.${key}`),
    values: [of(a), of(b)],
    texts: [write(of(a)), write(of(b))],
  });
  return [
    row('plays', ({ summary }) => summary.plays),
    row(
      'time',
      ({ summary }) => summary.ms_played,
      (ms) => words.span(ms),
    ),
    row(
      'playsADay',
      ({ plays_a_day }) => plays_a_day,
      (value) => words.number(value, { maximumFractionDigits: 1 }),
    ),
    row(
      'timeADay',
      ({ ms_a_day }) => ms_a_day,
      (ms) => words.span(ms),
    ),
    row('artists', ({ summary }) => summary.artists),
    row('tracks', ({ summary }) => summary.tracks),
    row('days', ({ summary }) => summary.days_active),
  ];
}

/** What rose or fell most, with the plays of both sides. */
export function changeRows(changes: readonly Change[], entity: Entity, words: Words): Row[] {
  return changes.map((item) =>
    words.row(item, entity, {
      figure: words.t('listening.compare.change', {
        count: words.number(item.change, { signDisplay: 'exceptZero', maximumFractionDigits: 1 }),
      }),
      note: `${words.number(item.plays_a)} → ${words.number(item.plays_b)}`,
    }),
  );
}
