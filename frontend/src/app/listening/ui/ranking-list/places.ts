import { valueOf } from '../../model/choices';
import { Metric } from '../../model/listening';
import { Place, Ranked } from '../../model/ranking';
import { Words } from '../words';

/** A place of a ranking as it is drawn; texts are written already. */
export interface RankingPlace extends Place {
  figure: string;
  /** Of the greatest figure, in percent. */
  share: number;
  round: boolean;
  /** A word of the language, no name: it begins with a capital here. */
  word: boolean;
  /** From 1, in the order shown. */
  position: number;
}

/** Places with all that their rows show; bars are measured against the greatest of them. */
export function drawnPlaces(
  places: readonly Place[],
  { ranked, metric }: { ranked: Ranked; metric: Metric },
  words: Words,
): RankingPlace[] {
  const most = places.reduce((all, place) => Math.max(all, valueOf(place, metric)), 1);
  return places.map((place, index) => ({
    ...place,
    figure: words.figure(place, metric),
    share: Math.round((valueOf(place, metric) / most) * 1000) / 10,
    round: ranked === 'artist',
    word: ranked === 'genre',
    position: index + 1,
  }));
}
