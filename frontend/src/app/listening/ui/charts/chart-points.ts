import { dayMonth, shortMonth, weekdays } from '@app/shared/i18n/format';
import { LanguageCode } from '@app/shared/i18n/languages';
import { ChartPoint } from '@app/shared/ui/chart-frame/chart-point';
import { valueOf } from '../../model/choices';
import { Bucket, HourFigures, Metric, TimelinePoint, WeekdayFigures } from '../../model/listening';

/** How the start of a bucket is written under the axis. */
const NAMES: Record<Bucket, (iso: string, language: LanguageCode) => string> = {
  day: dayMonth,
  week: dayMonth,
  month: shortMonth,
  year: (iso) => iso.slice(0, 4),
};

export function timelinePoints(
  points: readonly TimelinePoint[],
  { bucket, metric, language }: { bucket: Bucket; metric: Metric; language: LanguageCode },
): ChartPoint[] {
  return points.map((point) => ({
    label: NAMES[bucket](point.start.slice(0, 10), language),
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
  return weekdays(language).map((label, weekday) => {
    const found = days.find((entry) => entry.weekday === weekday);
    return { label, value: found === undefined ? 0 : valueOf(found, metric) };
  });
}
