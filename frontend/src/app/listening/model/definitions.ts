/** Words that charts are explained with. */
export const WORDS = ['listen', 'play', 'time-listened', 'moment', 'range'] as const;

/**
 * The headings of docs/listening/definitions.md in its order: what replies, charts and cards name when
 * they say how they count.
 */
export const DEFINED = [
  'top-lists',
  'genres',
  'release-years',
  'totals',
  'hours-and-weekdays',
  'heat-map',
  'calendar',
  'timeline',
  'sessions',
  'streaks',
  'breaks',
  'on-repeat',
  'skips',
  'habits',
  'discoveries',
  'first-listens',
  'rediscoveries',
  'forgotten-favourites',
  'milestones',
  'one-hit-wonders',
  'concentration',
  'race',
  'stories',
  'comparisons',
  'two-people',
  'plays',
  'year-rewind',
  'life-events',
  'the-whole-server',
] as const;

export type Defined = (typeof DEFINED)[number];
