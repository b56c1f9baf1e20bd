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
