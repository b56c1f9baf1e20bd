import { newsOf } from './live-events';

describe('news of the history', () => {
  const changed = (version: string): { event: string; data: string } => ({
    event: 'listens_changed',
    data: JSON.stringify({ version }),
  });

  it('only another version than the one seen is news', () => {
    expect(newsOf(changed('a'), null)).toEqual({ news: null, seen: 'a' });
    expect(newsOf(changed('a'), 'a')).toEqual({ news: null, seen: 'a' });
    expect(newsOf(changed('b'), 'a')).toEqual({ news: { kind: 'changed' }, seen: 'b' });
  });

  it('hears what plays, and that nothing plays any more', () => {
    const event = { event: 'now_playing', data: '{"playing":null}' };
    expect(newsOf(event, 'a')).toEqual({ news: { kind: 'playing', playing: null }, seen: 'a' });
    expect(newsOf({ event: 'other', data: '' }, 'a')).toEqual({ news: null, seen: 'a' });
  });
});
