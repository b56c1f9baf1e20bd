export type Metric = 'plays' | 'time';
export type Entity = 'track' | 'album' | 'artist';
export type Bucket = 'day' | 'week' | 'month' | 'year';

/** `range`, or `from` and `to`, as the endpoints take them. */
export type RangeQuery = Record<string, string>;

/** Both figures of a chart; lengths in milliseconds. */
export interface Figures {
  plays: number;
  ms_played: number;
}

export interface Summary extends Figures {
  tracks: number;
  artists: number;
  albums: number;
  days_active: number;
  first_listen_at: string | null;
  last_listen_at: string | null;
}

export interface TimelinePoint extends Figures {
  /** Local date the bucket begins with. */
  start: string;
}

export interface HourFigures extends Figures {
  hour: number;
}

/** `weekday` 0 is Monday. */
export interface WeekdayFigures extends Figures {
  weekday: number;
}

export interface TopItem extends Figures {
  rank: number;
  id: number;
  name: string;
  artist: string | null;
}

/** All charts of one range. */
export interface Charts {
  summary: Summary;
  bucket: Bucket;
  timeline: TimelinePoint[];
  hours: HourFigures[];
  weekdays: WeekdayFigures[];
}
