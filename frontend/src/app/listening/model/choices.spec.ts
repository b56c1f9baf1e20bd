import { bucketFor, daysOf, valueOf, yearsOf } from './choices';
import { Summary } from './listening';

const WHOLE: Summary = {
  plays: 5,
  ms_played: 900_000,
  tracks: 3,
  artists: 2,
  albums: 2,
  days_active: 4,
  first_listen_at: '2023-03-05T10:00:00Z',
  last_listen_at: '2025-11-20T10:00:00Z',
};

describe('choices of the listening page', () => {
  it('takes coarser steps for longer ranges', () => {
    expect([7, 62, 90, 365, 1000, 5000].map(bucketFor)).toEqual([
      'day',
      'day',
      'week',
      'week',
      'month',
      'year',
    ]);
  });

  it('counts the days of presets, dates and everything', () => {
    expect(daysOf({ range: '90d' }, WHOLE)).toBe(90);
    expect(daysOf({ from: '2025-01-01', to: '2025-12-31' }, WHOLE)).toBe(365);
    expect(daysOf({ range: 'all' }, WHOLE)).toBe(992);
    expect(daysOf({ range: 'all' }, { ...WHOLE, first_listen_at: null })).toBe(0);
  });

  it('offers the years of the history, newest first', () => {
    expect(yearsOf(WHOLE)).toEqual(['2025', '2024', '2023']);
    expect(yearsOf({ ...WHOLE, last_listen_at: null })).toEqual([]);
  });

  it('reads the figure of the metric', () => {
    expect(valueOf(WHOLE, 'plays')).toBe(5);
    expect(valueOf(WHOLE, 'time')).toBe(900_000);
  });
});
