import { rangeParams, yearOf, yearRange } from './range';

describe('ranges of time', () => {
  it('knows a whole year from other dates', () => {
    expect(yearOf(yearRange('2024'))).toBe('2024');
    expect(yearOf({ from: '2025-01-01', to: '2025-12-30' })).toBe('');
    expect(yearOf({ range: '365d' })).toBe('');
  });

  it('writes a preset or both dates', () => {
    expect(rangeParams({ range: '7d' })).toEqual({ range: '7d' });
    expect(rangeParams(yearRange('2024'))).toEqual({ from: '2024-01-01', to: '2024-12-31' });
  });
});
