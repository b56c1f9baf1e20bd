import {
  ago,
  bytes,
  clock,
  day,
  dayMonth,
  month,
  number,
  shortMonth,
  span,
  weekdays,
} from './format';

const words = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('formats', () => {
  it('writes positions as players do', () => {
    expect(clock(0)).toBe('0:00');
    expect(clock(187_900)).toBe('3:07');
    expect(clock(3_729_000)).toBe('1:02:09');
  });

  it('writes lengths in the two largest units', () => {
    expect(span(14_000, 'en')).toBe('14 sec');
    expect(span(7_500_000, 'en')).toBe('2 hr 5 min');
    expect(span(0, 'en')).toBe('0 sec');
    expect(words(span(7_500_000, 'ru'))).toBe('2 ч 5 мин');
  });

  it('writes sizes', () => {
    expect(bytes(0, 'en')).toBe('0 bytes');
    expect(bytes(12_400_000, 'en')).toBe('12.4 MB');
    expect(words(bytes(12_400_000, 'ru'))).toBe('12,4 МБ');
  });

  it('writes distances in time', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(ago('2026-11-18T12:00:00Z', 'en', now)).toBe('3 days ago');
    expect(ago('2026-11-20T12:00:00Z', 'ru', now)).toBe('вчера');
    expect(ago('2026-11-21T12:00:00Z', 'en', now)).toBe('now');
  });

  it('speaks Kazakh even where the browser does not', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(ago('2026-11-18T12:00:00Z', 'kk', now)).toBe('3 күн бұрын');
    expect(ago('2026-11-20T12:00:00Z', 'kk', now)).toBe('кеше');
    expect(day('2026-11-21', 'kk')).toBe('2026 ж. 21 қар.');
    expect(month('2026-01-01', 'kk')).toBe('қаң. 2026');
    expect(dayMonth('2026-11-21', 'kk')).toBe('21 қар.');
    expect(shortMonth('2026-01-01', 'kk')).toBe('қаң. 26');
    expect(weekdays('kk')[0]).toBe('дс');
    expect(words(number(1_234_567.5, 'kk'))).toBe('1 234 567,5');
    expect(span(7_500_000, 'kk')).toBe('2 сағ 5 мин');
    expect(words(bytes(12_400_000, 'kk'))).toBe('12,4 МБ');
  });

  it('names days and local dates', () => {
    expect(weekdays('en')).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
    expect(day('2026-11-21', 'en')).toBe('Nov 21, 2026');
    expect(month('2026-11-21', 'en')).toBe('Nov 2026');
  });
});
