import type { Segment, Word } from './transcript';

interface Timed {
  start_ms: number;
  end_ms: number;
}

/** Index of the last entry that has begun at `ms`, or -1; entries are in order of time. */
export function lastBegun(entries: readonly Timed[], ms: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.start_ms ?? Infinity) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The segment to read at `ms`; in a pause it stays with the one just spoken. */
export function segmentAt(segments: readonly Segment[], ms: number): number {
  return lastBegun(segments, ms);
}

/** The word that is being said at `ms`, or -1 between words. */
export function wordAt(words: readonly Word[], ms: number): number {
  const index = lastBegun(words, ms);
  return ms < (words[index]?.end_ms ?? 0) ? index : -1;
}

/** Words carry times as heard. Once the text was corrected they no longer stand for it. */
export function hasWordTimes({ words, text }: Pick<Segment, 'words' | 'text'>): boolean {
  return words.length > 0 && squeeze(words.map((word) => word.text).join(' ')) === squeeze(text);
}

function squeeze(text: string): string {
  return text.replace(/\s+/gu, '').toLocaleLowerCase();
}
