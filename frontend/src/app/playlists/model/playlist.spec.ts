import { collageNames, fileName } from './playlist';

describe('playlists', () => {
  it('lays a collage of four covers, seeds first', () => {
    const seeds = [{ track_id: 1, title: 'Dala', artist: 'A' }];
    expect(collageNames({ name: 'Night', seeds })).toEqual([
      'Dala',
      'Night 1',
      'Night 2',
      'Night 3',
    ]);
  });

  it('makes names that every file system takes', () => {
    expect(fileName('AC/DC: "Live"', 'm3u8')).toBe('AC DC Live.m3u8');
    expect(fileName('???', 'csv')).toBe('playlist.csv');
    expect(fileName('Түн', 'xspf')).toBe('Түн.xspf');
  });
});
