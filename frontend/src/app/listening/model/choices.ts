import { Bucket, Figures, Metric, RangeQuery, Summary } from './listening';

const DAY = 86_400_000;
const PRESET_DAYS: Record<string, number> = { '7d': 7, '30d': 30, '90d': 90, '365d': 365 };

/** The step of time that gives a chart some 7 to 70 points over so many days. */
export function bucketFor(days: number): Bucket {
  if (days <= 62) return 'day';
  if (days <= 400) return 'week';
  return days <= 3660 ? 'month' : 'year';
}

/** How many days a query covers; everything there is when it names no bounds. */
export function daysOf(query: RangeQuery, whole: Summary): number {
  const { range, from, to } = query;
  const preset = range === undefined ? undefined : PRESET_DAYS[range];
  if (preset !== undefined) return preset;
  const first = from ?? whole.first_listen_at;
  const last = to ?? whole.last_listen_at;
  if (first === null || last === null) return 0;
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY) + 1;
}

/** The years a history spans, newest first. */
export function yearsOf({ first_listen_at, last_listen_at }: Summary): string[] {
  if (first_listen_at === null || last_listen_at === null) return [];
  const [first, last] = [Number(first_listen_at.slice(0, 4)), Number(last_listen_at.slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, back) => String(last - back));
}

export function valueOf(figures: Figures, metric: Metric): number {
  return metric === 'plays' ? figures.plays : figures.ms_played;
}

/** A query as the range picker takes it: either a preset or both dates. */
export function timeRangeOf({
  range,
  from,
  to,
}: RangeQuery): { range: string } | { from: string; to: string } {
  return from !== undefined && to !== undefined ? { from, to } : { range: range ?? 'all' };
}
