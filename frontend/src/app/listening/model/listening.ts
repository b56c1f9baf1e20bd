import type { HourFigures } from '@app/shared/api-client/model/hourFigures';
import type { ListeningTimelineBucket } from '@app/shared/api-client/model/listeningTimelineBucket';
import type { Summary } from '@app/shared/api-client/model/summary';
import type { TimelinePoint } from '@app/shared/api-client/model/timelinePoint';
import type { WeekdayFigures } from '@app/shared/api-client/model/weekdayFigures';

export type { GenreItem } from '@app/shared/api-client/model/genreItem';
export type { TopItem } from '@app/shared/api-client/model/topItem';
export type { TopItemsEntity as Entity } from '@app/shared/api-client/model/topItemsEntity';
export type { TopItemsMetric as Metric } from '@app/shared/api-client/model/topItemsMetric';
export type { PlayingOut as Playing } from '@app/shared/api-client/model/playingOut';
export type { HourFigures, Summary, TimelinePoint, WeekdayFigures };
export type Bucket = ListeningTimelineBucket;

/** `range`, or `from` and `to`, as the endpoints take them. */
export type RangeQuery = Partial<Record<'range' | 'from' | 'to', string>>;

/** Both figures of a chart; lengths in milliseconds. */
export type Figures = Pick<Summary, 'plays' | 'ms_played'>;

/** All charts of one range. */
export interface Charts {
  summary: Summary;
  bucket: Bucket;
  timeline: TimelinePoint[];
  hours: HourFigures[];
  weekdays: WeekdayFigures[];
}
