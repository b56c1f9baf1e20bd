import type { SeparationOut } from '@app/shared/api-client/model/separationOut';

export type { SeparationSummary } from '@app/shared/api-client/model/separationSummary';
export type { StemOut as Stem } from '@app/shared/api-client/model/stemOut';
export type Separation = SeparationOut;

/** Tempo and key, where the server could tell them. */
export interface SongFacts {
  bpm: number | null;
  /** For example `A` and `minor`. */
  key: { tonic: string; mode: string } | null;
}

export function factsOf(analysis: Separation['analysis']): SongFacts {
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
