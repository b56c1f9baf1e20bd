import { PlaylistSummary } from '@app/shared/api-client/model/playlistSummary';
import { SeparationSummary } from '@app/shared/api-client/model/separationSummary';
import { recent } from './recent';

const playlist = (day: number): PlaylistSummary => ({
  id: `p${day}`,
  name: `List ${day}`,
  created_at: `2026-11-${day}T10:00:00Z`,
  duration_ms: 1,
  track_count: 1,
  seeds: [],
});
const separation: SeparationSummary = {
  id: 's',
  title: 'Song',
  created_at: '2026-11-01T10:00:00Z',
  engine: null,
  engine_note: null,
  engine_note_code: null,
  job_id: 'j',
  media_id: 'm',
  state: 'succeeded',
  stems_requested: 2,
};

describe('where one left off', () => {
  it('shows the newest first and leaves no room out', () => {
    const lists = [19, 18, 17, 16, 15, 14, 13].map(playlist);
    const shown = recent(lists, [separation], []);
    expect(shown.map(({ id }) => id)).toEqual(['p19', 'p18', 'p17', 'p16', 'p15', 's']);
    expect(shown.at(-1)).toMatchObject({ room: 'studio', title: 'Song', jobId: 'j' });
  });

  it('is empty where nothing was made yet', () => {
    expect(recent([], [], [])).toEqual([]);
  });
});
