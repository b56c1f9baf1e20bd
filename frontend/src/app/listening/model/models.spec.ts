import { bandsOf, LifeEvent, placeOf } from './bands';
import { gridOf } from './calendar';
import { timeRangeOf } from './choices';
import { endingParts } from './endings';
import { draftOf, emptyDraft, eventOf } from './event-form';
import { weekOf } from './heat';
import { dayIn, historyRows, Listen, timeIn } from './history';
import { storyLink } from './links';
import { courseOf, stretches } from './race';
import { loudestHour } from './rewind';

const figures = { plays: 2, ms_played: 60_000 };
const event = (first_day: string, last_day: string | null): LifeEvent => ({
  id: first_day,
  title: 'Trip',
  kind: 'trip',
  first_day,
  last_day,
  note: '',
  colour: '#0e9488',
  created_at: '2026-01-01T00:00:00Z',
});
const listen = (id: number, at: string): Listen => ({
  id,
  at,
  track_id: 1,
  track: 'Song',
  artist_id: 2,
  artist: 'Dala',
  album_id: null,
  album: null,
  ms_played: null,
  source: 'spotify',
  client: null,
});

describe('marked stretches', () => {
  const starts = ['2025-01-01', '2025-02-01', '2025-03-01'];

  it('places a day between the points around it', () => {
    expect(placeOf('2025-01-01', starts)).toBe(0);
    expect(placeOf('2025-02-15', starts)).toBe(1.5);
    expect(placeOf('2024-05-01', starts)).toBe(0);
    expect(placeOf('2025-09-01', starts)).toBe(2);
  });

  it('shows what touches the chart, and leaves out what does not', () => {
    const shown = bandsOf(
      [event('2024-01-01', '2024-06-01'), event('2025-02-01', null), event('2025-08-01', null)],
      starts,
    );
    expect(shown).toEqual([{ from: 1, to: 2, label: 'Trip', colour: '#0e9488' }]);
    expect(bandsOf([event('2025-01-01', null)], [])).toEqual([]);
  });
});

describe('race', () => {
  const entry = (
    start: string,
    rank: number,
    id: number,
  ): Parameters<typeof courseOf>[0][number] => ({
    start,
    rank,
    id,
    name: `n${id}`,
    artist: null,
    moved: null,
    ...figures,
  });

  it('makes one line a name, with gaps, leaders first', () => {
    const { starts, runners } = courseOf(
      [
        entry('2025-01-01', 2, 7),
        entry('2025-01-01', 1, 8),
        entry('2025-02-01', 1, 9),
        entry('2025-03-01', 1, 8),
      ],
      2,
    );
    expect(starts).toEqual(['2025-01-01', '2025-02-01', '2025-03-01']);
    expect(runners.map(({ id, ranks }) => [id, ranks])).toEqual([
      [8, [1, null, 1]],
      [9, [null, 1, null]],
    ]);
  });

  it('cuts a line at its gaps', () => {
    expect(stretches([1, 2, null, null, 3])).toEqual([
      [
        [0, 1],
        [1, 2],
      ],
      [[4, 3]],
    ]);
    expect(stretches([null])).toEqual([]);
  });
});

describe('small parts of the room', () => {
  it('lays a year in weeks from Monday', () => {
    // 1 January 2025 is a Wednesday.
    const grid = gridOf([{ day: '2025-01-01' }, { day: '2025-01-05' }, { day: '2025-01-06' }]);
    expect(grid.map(({ week, weekday }) => [week, weekday])).toEqual([
      [0, 2],
      [0, 6],
      [1, 0],
    ]);
    expect(gridOf([])).toEqual([]);
  });

  it('fills the hours of the week', () => {
    const week = weekOf([{ weekday: 6, hour: 23, ...figures }], 'plays');
    expect(week).toHaveLength(7);
    expect(week[6]?.[23]).toBe(2);
    expect(week.flat().reduce((sum, value) => sum + value)).toBe(2);
  });

  it('shares endings among those that are known', () => {
    const known = { listens: 10, skipped: 2, completed: 6, stopped: 0, unknown: 2 };
    const parts = endingParts({ ...known, skip_rate: 0.25, completion_rate: 0.75 });
    expect(parts.map(({ key, share }) => [key, share])).toEqual([
      ['completed', 0.75],
      ['skipped', 0.25],
      ['stopped', 0],
      ['unknown', null],
    ]);
  });

  it('knows the loudest hour', () => {
    expect(loudestHour([])).toBe(0);
    expect(
      loudestHour([
        { hour: 5, ...figures, plays: 4 },
        { hour: 6, ...figures, plays: 4 },
      ]),
    ).toBe(5);
  });

  it('reads ranges and years back from a query', () => {
    expect(timeRangeOf({})).toEqual({ range: 'all' });
    expect(timeRangeOf({ from: '2025-01-01', to: '2025-02-01' })).toEqual({
      from: '2025-01-01',
      to: '2025-02-01',
    });
  });

  it('leads to stories', () => {
    expect(storyLink('album', 4)).toBe('/listening/albums/4');
  });
});

describe('history', () => {
  it('puts days of the account between plays and leaves out what is going', () => {
    const items = [
      listen(3, '2026-11-20T19:30:00Z'),
      listen(2, '2026-11-20T18:30:00Z'),
      listen(1, '2026-11-20T17:30:00Z'),
    ];
    const rows = historyRows(items, { zone: 'Asia/Almaty', without: new Set([2]) });
    expect(rows.map(({ key }) => key)).toEqual(['2026-11-21', 3, '2026-11-20', 1]);
    expect(dayIn('UTC', '2026-11-20T19:30:00Z')).toBe('2026-11-20');
    expect(timeIn('Asia/Almaty', '2026-11-20T19:30:00Z')).toBe('00:30');
  });
});

describe('form of a life event', () => {
  it('sends nothing half-filled or crossed', () => {
    const draft = emptyDraft('2026-11-21');
    expect(eventOf(draft)).toBeNull();
    expect(eventOf({ ...draft, title: 'Trip', last_day: '2026-11-20' })).toBeNull();
    expect(eventOf({ ...draft, title: ' Trip ' })).toMatchObject({ title: 'Trip', last_day: null });
  });

  it('opens a known event as it is', () => {
    expect(draftOf(event('2025-01-01', null))).toMatchObject({ last_day: '', kind: 'trip' });
  });
});
