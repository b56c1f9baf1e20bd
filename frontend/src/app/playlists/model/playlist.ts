export interface Seed {
  track_id: number;
  title: string;
  artist: string;
}

export interface PlaylistSummary {
  id: string;
  name: string;
  seeds: Seed[];
  track_count: number;
  duration_ms: number;
  created_at: string;
}

/** What one matcher gave to a pick: `share` 0 to 1, and the facts of its sentence. */
export interface MatcherShare {
  name: string;
  share: number;
  code: string;
  facts: Record<string, string | number>;
}

export interface PlaylistTrack {
  position: number;
  track_id: number;
  title: string;
  artist: string;
  album: string | null;
  duration_ms: number;
  score: number;
  /** The server's English sentence. */
  why: string;
  matchers: MatcherShare[];
}

export interface Playlist extends PlaylistSummary {
  tracks: PlaylistTrack[];
}

export interface GenerateRequest {
  seeds: { track_id: number }[];
  explore: number;
  length: number;
}

export const EXPORT_FORMATS = ['m3u8', 'csv', 'xspf', 'jspf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Four names for the covers of a list's collage: its seeds first, then some of its own. */
export function collageNames({ name, seeds }: Pick<PlaylistSummary, 'name' | 'seeds'>): string[] {
  const own = [1, 2, 3, 4].map((part) => `${name} ${part}`);
  return [...seeds.map(({ title }) => title), ...own].slice(0, 4);
}

/** A name that every file system takes. */
export function fileName(name: string, format: ExportFormat): string {
  const plain = name.replace(/[\\/:*?"<>|\s]+/g, ' ').trim();
  return `${plain === '' ? 'playlist' : plain}.${format}`;
}
