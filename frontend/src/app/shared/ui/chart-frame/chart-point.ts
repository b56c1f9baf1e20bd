export interface ChartPoint {
  label: string;
  value: number;
}

/** A stretch of a chart, in points of its data: 0 is the first one, 1.5 half a step further on. */
export interface ChartBand {
  from: number;
  to: number;
  label: string;
  colour: string;
}

/** How a value is written; charts default to the number as it is. */
export type ValueFormat = (value: number) => string;

export const plainFormat: ValueFormat = (value) => String(value);

/** At most `most` of the labels, evenly spread, so that they never overlap. */
export function thinOut<T>(items: readonly T[], most: number): { item: T; index: number }[] {
  const step = Math.max(1, Math.ceil(items.length / most));
  return items.map((item, index) => ({ item, index })).filter(({ index }) => index % step === 0);
}
