export type RangePreset = '7d' | '30d' | '90d' | '365d' | 'all';

/** A preset, or local dates (both inclusive, `YYYY-MM-DD`). */
export type TimeRange = { range: RangePreset } | { from: string; to: string };

export const RANGE_PRESETS: readonly RangePreset[] = ['7d', '30d', '90d', '365d', 'all'];

export function isCustom(range: TimeRange): range is { from: string; to: string } {
  return 'from' in range;
}

/** The query parameters of the listening endpoints. */
export function rangeParams(range: TimeRange): Record<string, string> {
  return isCustom(range) ? { from: range.from, to: range.to } : { range: range.range };
}

/** Local date as `YYYY-MM-DD`. */
export function localDate(date: Date): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

export function yearRange(year: string): { from: string; to: string } {
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** The calendar year that a range covers exactly, else ''. */
export function yearOf(range: TimeRange): string {
  if (!isCustom(range)) return '';
  const year = range.from.slice(0, 4);
  const whole = yearRange(year);
  return whole.from === range.from && whole.to === range.to ? year : '';
}
