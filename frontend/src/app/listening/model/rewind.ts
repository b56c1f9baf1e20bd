import { HourFigures } from './listening';

/** The hour with the most plays; the earlier one of two alike. */
export function loudestHour(hours: readonly HourFigures[]): number {
  return hours.reduce((best, next) => (next.plays > best.plays ? next : best), {
    hour: 0,
    plays: -1,
  }).hour;
}
