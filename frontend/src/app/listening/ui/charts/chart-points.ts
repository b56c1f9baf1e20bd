import { LanguageCode } from '@app/shared/i18n/languages';
import { ChartPoint } from '@app/shared/ui/chart-frame/chart-point';
import { valueOf } from '../../model/choices';
import { Bucket, HourFigures, Metric, TimelinePoint, WeekdayFigures } from '../../model/listening';

const STYLES: Record<Bucket, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: '2-digit' },
  year: { year: 'numeric' },
};
/** 1 January 2024 was a Monday. */
const MONDAY = new Date(2024, 0, 1);

export function timelinePoints(
  points: readonly TimelinePoint[],
  { bucket, metric, language }: { bucket: Bucket; metric: Metric; language: LanguageCode },
): ChartPoint[] {
  const words = new Intl.DateTimeFormat(language, STYLES[bucket]);
  return points.map((point) => ({
    label: words.format(new Date(`${point.start.slice(0, 10)}T00:00`)),
    value: valueOf(point, metric),
  }));
}

/** 24 points, midnight first, also where the reply leaves quiet hours out. */
export function hourPoints(hours: readonly HourFigures[], metric: Metric): ChartPoint[] {
  return Array.from({ length: 24 }, (_, hour) => {
    const found = hours.find((entry) => entry.hour === hour);
    return { label: `${hour}:00`, value: found === undefined ? 0 : valueOf(found, metric) };
  });
}

export function weekdayPoints(
  days: readonly WeekdayFigures[],
  metric: Metric,
  language: LanguageCode,
): ChartPoint[] {
  const words = new Intl.DateTimeFormat(language, { weekday: 'short' });
  return Array.from({ length: 7 }, (_, weekday) => {
    const found = days.find((entry) => entry.weekday === weekday);
    const date = new Date(MONDAY.getFullYear(), 0, MONDAY.getDate() + weekday);
    return { label: words.format(date), value: found === undefined ? 0 : valueOf(found, metric) };
  });
}
