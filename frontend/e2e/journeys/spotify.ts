/** A song as people name it, and how often it is played on which day of March 2025. */
interface Song {
  artist: string;
  title: string;
  album: string;
  days: readonly number[];
}

/**
 * Twelve plays over twelve days: two on 12–14 March, six on 15–17 March, two on 18–20 March.
 * "Dalla" is how one file misspells "Dala".
 */
const SONGS: readonly Song[] = [
  { artist: 'Dala', title: 'Steppe morning', album: 'First light', days: [10, 15, 15, 16, 21] },
  { artist: 'Dala', title: 'Қара жорға', album: 'First light', days: [12, 15, 18] },
  { artist: 'Dalla', title: 'Ночной поезд', album: 'Поезда', days: [13, 17] },
  { artist: 'Mira Solvang', title: 'Paper boats', album: 'Harbour', days: [16, 20] },
];
export const PLAYS = 12;
const LENGTH = 180_000;

const NOBODY = {
  master_metadata_track_name: null,
  master_metadata_album_artist_name: null,
  master_metadata_album_album_name: null,
  spotify_track_uri: null,
};

function row(at: string, ms: number, what: object): object {
  return {
    ts: at,
    platform: 'ios',
    ms_played: ms,
    conn_country: 'KZ',
    episode_name: null,
    episode_show_name: null,
    spotify_episode_uri: null,
    reason_start: 'trackdone',
    reason_end: 'trackdone',
    shuffle: false,
    skipped: false,
    offline: false,
    offline_timestamp: null,
    incognito_mode: false,
    ip_addr: '203.0.113.7',
    ...what,
  };
}

function songOf({ artist, title, album }: Song, number: number): object {
  return {
    master_metadata_track_name: title,
    master_metadata_album_artist_name: artist,
    master_metadata_album_album_name: album,
    spotify_track_uri: `spotify:track:${String(number).padStart(22, '0')}`,
  };
}

const momentOf = (day: number, minute: number): string =>
  `2025-03-${day}T11:${String(minute).padStart(2, '0')}:00Z`;

/** One file of an extended history: the plays, a song skipped after five seconds, and a podcast. */
export function spotifyFile(): { name: string; mimeType: string; buffer: Buffer } {
  const rows = SONGS.flatMap((song, number) =>
    song.days.map((day, time) =>
      row(momentOf(day, number * 12 + time * 4), LENGTH, songOf(song, number)),
    ),
  );
  const skipped = { ...songOf(SONGS[0]!, 0), reason_end: 'fwdbtn', skipped: true };
  rows.push(row(momentOf(19, 1), 5000, skipped));
  const podcast = { ...NOBODY, episode_name: 'On horses', episode_show_name: 'Steppe talk' };
  rows.push(
    row(momentOf(19, 9), 1_800_000, { ...podcast, spotify_episode_uri: 'spotify:episode:1' }),
  );
  return {
    name: 'Streaming_History_Audio_2025_0.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(rows)),
  };
}
