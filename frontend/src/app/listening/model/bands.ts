import type { LifeEventOut } from '@app/shared/api-client/model/lifeEventOut';
import type { LifeEventOutKind } from '@app/shared/api-client/model/lifeEventOutKind';

export type LifeEvent = LifeEventOut;
export type LifeEventKind = LifeEventOutKind;

/** A marked stretch of a chart, in points of its data: 0 is the first one, 1.5 half a step on. */
export interface Band {
  from: number;
  to: number;
  label: string;
  colour: string;
}

const time = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`);

/** Where a day lies among the starts of a chart's points, which rise. */
export function placeOf(day: string, starts: readonly string[]): number {
  const wanted = time(day);
  const next = starts.findIndex((start) => time(start) > wanted);
  if (next === 0) return 0;
  const before = next < 0 ? starts.length - 1 : next - 1;
  const [from, to] = [time(starts[before] ?? day), time(starts[next] ?? day)];
  return next < 0 ? before : before + (wanted - from) / (to - from);
}

/** The events that a chart shows a part of, oldest first; one without an end goes on to its edge. */
export function bandsOf(events: readonly LifeEvent[], starts: readonly string[]): Band[] {
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined || starts.length < 2) return [];
  const step = time(last) - time(starts.at(-2) ?? last);
  return events
    .filter(
      ({ first_day, last_day }) =>
        time(first_day) < time(last) + step && time(last_day ?? last) >= time(first),
    )
    .map(({ first_day, last_day, title, colour }) => ({
      from: placeOf(first_day, starts),
      to: last_day === null ? starts.length - 1 : placeOf(last_day, starts),
      label: title,
      colour,
    }));
}
