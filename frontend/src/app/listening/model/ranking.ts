import { genreLink, storyLink } from './links';
import { Entity, Figures, GenreItem, TopItem } from './listening';

/** What can be ranked without end. */
export type Ranked = Entity | 'genre';
/** Most or least first. */
export type Order = 'desc' | 'asc';

export const RANKED: readonly Ranked[] = ['track', 'artist', 'album', 'genre'];

/** One place of a ranking, whatever is ranked. */
export interface Place extends Figures {
  key: number | string;
  rank: number;
  name: string;
  /** Whose it is. */
  by: string | null;
  link: string | string[];
}

export function placeOf(item: TopItem, entity: Entity): Place {
  const { id, rank, name, artist, plays, ms_played } = item;
  const by = entity === 'artist' ? null : artist;
  return { key: id, rank, name, by, link: storyLink(entity, id), plays, ms_played };
}

export function placeOfGenre({ rank, name, plays, ms_played }: GenreItem): Place {
  const known = name ?? '';
  return {
    key: known,
    rank: rank ?? 0,
    name: known,
    by: null,
    link: genreLink(known),
    plays,
    ms_played,
  };
}

/** The last word of an address, such as `albums`, as what is ranked there. */
export function rankedOf(word: string): Ranked {
  return RANKED.find((each) => `${each}s` === word) ?? 'track';
}
