import type { Rewind } from '@app/shared/api-client/model/rewind';
import { FactTile } from '../../ui/tiles/tiles';
import { Words } from '../../ui/words';

/** The smaller figures of a year, each a card of the story. */
export function rewindFacts(rewind: Rewind, words: Words): FactTile[] {
  const { best_day, longest_streak, longest_session } = rewind;
  const fact = (key: string, figure: string, note?: string): FactTile => ({
    key,
    label: words.t(`listening.rewind.facts.${key}`),
    figure,
    note,
  });
  return [
    fact('newArtists', words.number(rewind.new_artists)),
    fact('newTracks', words.number(rewind.new_tracks)),
    fact('days', words.number(rewind.summary.days_active)),
    ...(best_day === null
      ? []
      : [fact('best', words.plural('listening.plays', best_day.plays), words.day(best_day.day))]),
    ...(longest_streak === null
      ? []
      : [
          fact(
            'streak',
            words.plural('listening.days', longest_streak.days),
            words.days(longest_streak.first_day, longest_streak.last_day),
          ),
        ]),
    ...(longest_session === null
      ? []
      : [
          fact(
            'session',
            words.span(longest_session.ms_long),
            words.day(longest_session.started_at, true),
          ),
        ]),
    fact('sessions', words.number(rewind.sessions)),
    fact('completed', words.percent(rewind.endings.completion_rate)),
  ];
}
