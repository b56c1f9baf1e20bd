import type { ExportPlaylistFormat } from '@app/shared/api-client/model/exportPlaylistFormat';
import type { PlaylistSummary } from '@app/shared/api-client/model/playlistSummary';

export type { PlaylistOut as Playlist } from '@app/shared/api-client/model/playlistOut';
export type { PlaylistTrackOut as PlaylistTrack } from '@app/shared/api-client/model/playlistTrackOut';
export type { SeedOut as Seed } from '@app/shared/api-client/model/seedOut';
export type { PlaylistSummary };
export type ExportFormat = ExportPlaylistFormat;

export const EXPORT_FORMATS: readonly ExportFormat[] = ['m3u8', 'csv', 'xspf', 'jspf'];

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
