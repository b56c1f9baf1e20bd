import { PlaylistSummary } from '@app/shared/api-client/model/playlistSummary';
import { SeparationSummary } from '@app/shared/api-client/model/separationSummary';
import { TranscriptItem } from '@app/shared/api-client/model/transcriptItem';

/** One thing to go on with, whichever room it stands in. */
export interface Recent {
  id: string;
  room: 'playlists' | 'studio' | 'transcripts';
  title: string;
  createdAt: string;
  jobId: string | null;
}

const MOST = 6;

/** The newest things of all rooms, each room shown at least once where it has any. */
export function recent(
  playlists: readonly PlaylistSummary[],
  separations: readonly SeparationSummary[],
  transcripts: readonly TranscriptItem[],
): Recent[] {
  const rooms: Recent[][] = [
    playlists.map((item) => entry('playlists', item, item.name, null)),
    separations.map((item) => entry('studio', item, item.title, item.job_id)),
    transcripts.map((item) => entry('transcripts', item, item.title, item.job_id)),
  ];
  const firsts = rooms.flatMap((items) => items.slice(0, 1));
  const others = rooms.flatMap((items) => items.slice(1)).sort(newestFirst);
  return [...firsts, ...others].slice(0, MOST).sort(newestFirst);
}

function entry(
  room: Recent['room'],
  { id, created_at }: { id: string; created_at: string },
  title: string,
  jobId: string | null,
): Recent {
  return { id, room, title, createdAt: created_at, jobId };
}

function newestFirst(a: Recent, b: Recent): number {
  return b.createdAt.localeCompare(a.createdAt);
}
