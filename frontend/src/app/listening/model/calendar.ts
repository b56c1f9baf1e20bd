/** A day of the grid: column is the week, row the weekday from Monday. */
export interface GridDay<T> {
  day: string;
  week: number;
  weekday: number;
  item: T;
}

const DAY = 86_400_000;

/** The days of one year, in order, laid in columns of weeks that begin on Monday. */
export function gridOf<T extends { day: string }>(days: readonly T[]): GridDay<T>[] {
  const first = days[0];
  if (first === undefined) return [];
  const start = Date.parse(`${first.day}T00:00:00Z`);
  const before = (new Date(start).getUTCDay() + 6) % 7;
  return days.map((item) => {
    const place = Math.round((Date.parse(`${item.day}T00:00:00Z`) - start) / DAY) + before;
    return { day: item.day, week: Math.floor(place / 7), weekday: place % 7, item };
  });
}
