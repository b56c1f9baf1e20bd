/** The loudest peak of each of `bars` equal parts, 0 to 1. Quiet parts keep a visible stub. */
export function toBars(peaks: readonly number[], bars: number): number[] {
  if (peaks.length === 0) return Array.from({ length: bars }, () => 0.06);
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * peaks.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / bars));
    return Math.max(0.06, Math.max(...peaks.slice(from, to)) / 255);
  });
}

/** Bars as one path in a box of `bars` × 100, mirrored around the middle. */
export function barsPath(heights: readonly number[]): string {
  return heights
    .map((height, index) => {
      const half = Math.round(height * 470) / 10;
      return `M${index + 0.5} ${50 - half}V${50 + half}`;
    })
    .join('');
}
