import { kazakhAgo, kazakhDate, kazakhMonth, kazakhUnit, kazakhWeekday } from './kazakh';
import type { LanguageCode } from './languages';
import { number } from './number';

export { number };

const HOUR = 3_600_000;
const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 24 * HOUR],
  ['month', 30 * 24 * HOUR],
  ['day', 24 * HOUR],
  ['hour', HOUR],
  ['minute', 60_000],
];

/** `21 Nov 2026`; a bare local date (`YYYY-MM-DD`) never moves over midnight. */
export function day(iso: string, language: LanguageCode, withTime = false): string {
  const when = asDate(iso);
  if (language === 'kk') return kazakhDate(when, withTime);
  const time = withTime ? ({ timeStyle: 'short' } as const) : {};
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...time }).format(when);
}

/** `Nov 2026`, for axes. */
export function month(iso: string, language: LanguageCode): string {
  const when = asDate(iso);
  if (language === 'kk') return `${kazakhMonth(when.getMonth(), true)} ${when.getFullYear()}`;
  return new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric' }).format(when);
}

/** `21 Nov`, for axes. */
export function dayMonth(iso: string, language: LanguageCode): string {
  const when = asDate(iso);
  if (language === 'kk') return `${when.getDate()} ${kazakhMonth(when.getMonth(), true)}`;
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }).format(when);
}

/** `Nov 26`, for narrow axes. */
export function shortMonth(iso: string, language: LanguageCode): string {
  const when = asDate(iso);
  const year = String(when.getFullYear() % 100).padStart(2, '0');
  if (language === 'kk') return `${kazakhMonth(when.getMonth(), true)} ${year}`;
  return new Intl.DateTimeFormat(language, { month: 'short', year: '2-digit' }).format(when);
}

/** Names of the seven days, Monday first. */
export function weekdays(language: LanguageCode, short = true): string[] {
  return Array.from({ length: 7 }, (_, index) => {
    if (language === 'kk') return kazakhWeekday(index, short);
    // 5 January 2026 is a Monday.
    const date = new Date(2026, 0, 5 + index);
    return new Intl.DateTimeFormat(language, { weekday: short ? 'short' : 'long' }).format(date);
  });
}

/** `3:07` or `1:02:09`, as players show a position. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}`
    : `${minutes}:${pad(seconds % 60)}`;
}

/** `2 hr 5 min`, `14 sec`: the two largest units of a length, in the words of the language. */
export function span(ms: number, language: LanguageCode): string {
  const seconds = Math.round(ms / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first < 0 ? 2 : first)
    .slice(0, 2)
    .filter(([value], index) => value > 0 || index === 0)
    .map(([value, unit]) => withUnit(value, unit, language))
    .join(' ');
}

/** `12.4 MB` in the words of the language, counting 1000 bytes to the kilobyte. */
export function bytes(size: number, language: LanguageCode): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  if (size < 1000) return withUnit(size, 'byte', language, 0, 'long');
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, size)) / 3));
  return withUnit(size / 1000 ** step, units[step] ?? 'byte', language, step > 1 ? 1 : 0);
}

/** `3 days ago`, `yesterday`, as the language says it. */
export function ago(iso: string, language: LanguageCode, now = Date.now()): string {
  const distance = new Date(iso).getTime() - now;
  const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? ['second', 1000];
  const amount = Math.round(distance / size);
  return language === 'kk'
    ? kazakhAgo(amount, unit)
    : new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(amount, unit);
}

function withUnit(
  value: number,
  unit: string,
  language: LanguageCode,
  digits = 0,
  unitDisplay: 'short' | 'long' = 'short',
): string {
  const rounding = { maximumFractionDigits: digits };
  if (language === 'kk') return kazakhUnit(number(value, language, rounding), unit);
  return number(value, language, { style: 'unit', unit, unitDisplay, ...rounding });
}

function asDate(iso: string): Date {
  return new Date(iso.length === 10 ? `${iso}T00:00` : iso);
}
