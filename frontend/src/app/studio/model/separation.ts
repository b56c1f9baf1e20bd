export interface StemDownload {
  format: string;
  url: string;
  bytes: number;
}

/** One part of a song; `url` plays, `peaks` (0 to 255) draw. */
export interface Stem {
  kind: string;
  media_id: string;
  url: string;
  format: string;
  bytes: number;
  downloads: StemDownload[];
  peaks: number[];
}

/** A separation as lists show it; `state` is that of its job. */
export interface SeparationSummary {
  id: string;
  job_id: string | null;
  media_id: string;
  title: string;
  state: string;
  engine: string | null;
  engine_note: string | null;
  stems_requested: number;
  created_at: string;
}

export interface Separation extends SeparationSummary {
  duration_ms: number | null;
  analysis: Record<string, unknown> | null;
  stems: Stem[];
}

export interface Engine {
  name: string;
  title: string;
  available: boolean;
  reason: string | null;
  stems: string[];
  quality: string;
  seconds_per_minute: number;
}

/** Tempo and key, where the server could tell them. */
export interface SongFacts {
  bpm: number | null;
  /** For example `A` and `minor`. */
  key: { tonic: string; mode: string } | null;
}

export function factsOf(analysis: Record<string, unknown> | null): SongFacts {
  const bpm = field(analysis?.['tempo'], 'bpm');
  const key = field(analysis?.['key'], 'name');
  const [tonic = '', mode = ''] = typeof key === 'string' ? key.split(' ') : [];
  return {
    bpm: typeof bpm === 'number' ? Math.round(bpm) : null,
    key: typeof key === 'string' ? { tonic, mode } : null,
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
