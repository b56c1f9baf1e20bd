import { hasWordTimes, segmentAt, wordAt } from './reading';
import type { Segment, Word } from './transcript';

const word = (start_ms: number, end_ms: number, text: string): Word => ({
  start_ms,
  end_ms,
  text,
  confidence: null,
});
const segment = (id: number, start_ms: number, end_ms: number): Segment => ({
  id,
  start_ms,
  end_ms,
  speaker: 'S1',
  language: 'en',
  text: '',
  words: [],
});

describe('reading along', () => {
  const segments = [segment(1, 500, 900), segment(2, 1000, 2000), segment(3, 5000, 6000)];

  it('finds the segment, and stays with the last one in a pause', () => {
    expect(segmentAt(segments, 0)).toBe(-1);
    expect(segmentAt(segments, 500)).toBe(0);
    expect(segmentAt(segments, 1999)).toBe(1);
    expect(segmentAt(segments, 4000)).toBe(1);
    expect(segmentAt(segments, 9000)).toBe(2);
  });

  it('finds the word, and none between words', () => {
    const words = [word(0, 100, 'good'), word(200, 300, 'morning')];
    expect(wordAt(words, 50)).toBe(0);
    expect(wordAt(words, 150)).toBe(-1);
    expect(wordAt(words, 200)).toBe(1);
    expect(wordAt([], 200)).toBe(-1);
  });

  it('trusts the times of words only while they say what the text says', () => {
    const words = [word(0, 100, 'good'), word(200, 300, 'morning')];
    expect(hasWordTimes({ words, text: 'Good morning' })).toBe(true);
    expect(hasWordTimes({ words, text: 'Good evening' })).toBe(false);
    expect(hasWordTimes({ words: [], text: '' })).toBe(false);
  });
});
