import { scaleLinear } from 'd3-scale';

import { ValueFormat } from './chart-point';

export interface Tick {
  value: number;
  y: number;
  text: string;
}

export interface ValueAxis {
  y: (value: number) => number;
  ticks: Tick[];
  /** Room on the left for the names, so that no figure lies under a drawing. */
  gutter: number;
}

/** How wide a digit of the axis is, in CSS pixels. */
const DIGIT = 7;

/** Up to five lines at whole multiples of `unit`, the lowest at 0; `bottom` and `top` in pixels. */
export function valueAxis(
  most: number,
  { unit, bottom, top, format }: { unit: number; bottom: number; top: number; format: ValueFormat },
): ValueAxis {
  const scale = scaleLinear()
    .domain([0, Math.max(1, most / unit)])
    .nice(4)
    .range([bottom, top]);
  const ticks = scale
    .ticks(4)
    .filter((step) => Number.isInteger(step))
    .map((step) => ({
      value: step * unit,
      y: scale(step),
      text: step === 0 ? '0' : format(step * unit),
    }));
  const longest = Math.max(0, ...ticks.map(({ text }) => text.length));
  return { y: (value) => scale(value / unit), ticks, gutter: longest * DIGIT + 10 };
}
