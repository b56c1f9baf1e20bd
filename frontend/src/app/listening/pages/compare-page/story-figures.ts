import type { Story } from '@app/shared/api-client/model/story';
import { SideRow } from '../../ui/side-by-side/side-by-side';
import { Words } from '../../ui/words';

/** Two artists, figure by figure. A better rank has the longer bar. */
export function storyFigures(a: Story, b: Story, words: Words): SideRow[] {
  const row = (
    key: string,
    of: (story: Story) => number,
    write: (story: Story) => string,
  ): SideRow => ({
    key,
    label: words.t(`listening.compare.figures.${key}`),
    values: [of(a), of(b)],
    texts: [write(a), write(b)],
  });
  const moment = (iso: string | undefined): number => (iso === undefined ? 0 : Date.parse(iso));
  return [
    row(
      'rank',
      ({ rank }) => (rank === null ? 0 : 1 / rank),
      ({ rank }) => (rank === null ? '–' : `#${rank}`),
    ),
    row(
      'plays',
      ({ plays }) => plays,
      ({ plays }) => words.number(plays),
    ),
    row(
      'time',
      ({ ms_played }) => ms_played,
      ({ ms_played }) => words.span(ms_played),
    ),
    row(
      'days',
      ({ days }) => days,
      ({ days }) => words.number(days),
    ),
    row(
      'completion',
      ({ endings }) => endings.completion_rate ?? 0,
      ({ endings }) => words.percent(endings.completion_rate),
    ),
    row(
      'known',
      ({ first }) => Math.max(0, Date.now() - moment(first?.at)),
      ({ first }) => (first === null ? '–' : words.day(first.at)),
    ),
  ];
}
