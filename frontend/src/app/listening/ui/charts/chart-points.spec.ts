import { hourPoints, timelinePoints, weekdayPoints } from './chart-points';

const figures = { plays: 3, ms_played: 600_000 };

describe('points of the listening charts', () => {
  it('names the buckets of a timeline', () => {
    const points = [{ start: '2025-03-01', ...figures }];
    expect(timelinePoints(points, { bucket: 'year', metric: 'plays', language: 'en' })).toEqual([
      { label: '2025', value: 3 },
    ]);
  });

  it('fills quiet hours', () => {
    const points = hourPoints([{ hour: 23, ...figures }], 'time');
    expect(points).toHaveLength(24);
    expect(points[0]).toEqual({ label: '0:00', value: 0 });
    expect(points[23]).toEqual({ label: '23:00', value: 600_000 });
  });

  it('begins the week on Monday', () => {
    const points = weekdayPoints([{ weekday: 6, ...figures }], 'plays', 'en');
    expect(points[0]?.label).toBe('Mon');
    expect(points[6]).toEqual({ label: 'Sun', value: 3 });
  });
});
