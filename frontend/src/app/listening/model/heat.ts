import type { HeatCell } from '@app/shared/api-client/model/heatCell';
import { valueOf } from './choices';
import { Metric } from './listening';

/** `values[weekday][hour]`, Monday first; hours that the reply leaves out are 0. */
export function weekOf(cells: readonly HeatCell[], metric: Metric): number[][] {
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const cell of cells) {
    const day = week[cell.weekday];
    if (day !== undefined) day[cell.hour] = valueOf(cell, metric);
  }
  return week;
}
