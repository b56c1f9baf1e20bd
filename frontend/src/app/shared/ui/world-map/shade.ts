/** The least of the colour that a country with anything at all gets, so that it is told from none. */
const LEAST = 0.16;

/**
 * How much of the colour a value gets, 0 to 1. One country mostly has nearly everything: on a
 * logarithmic scale the others are still told apart.
 */
export function shade(value: number, most: number): number {
  if (value <= 0 || most <= 0) return 0;
  return LEAST + (1 - LEAST) * (Math.log1p(value) / Math.log1p(most));
}

export function fillOf(share: number): string {
  return `color-mix(in oklab, var(--tile-1) ${Math.round(share * 100)}%, var(--surface-3))`;
}
