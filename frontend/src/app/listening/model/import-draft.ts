import type { SendImportBodyOne } from '@app/shared/api-client/model/sendImportBodyOne';
import { isUsable } from './column-map';
import { ColumnMap, ImportPreview } from './imports';

/** What a person may choose about an import before it begins. */
export interface ImportOptions {
  /** Null: the zone of the account. */
  timezone: string | null;
  /** How tables are read, by their signatures; a table without one is read as it is, or not. */
  mappings: Readonly<Record<string, ColumnMap>>;
  include_incognito: boolean;
  count_recognitions: boolean;
}

export const USUAL: ImportOptions = {
  timezone: null,
  mappings: {},
  include_incognito: true,
  count_recognitions: false,
};

/** The body of a preview and of the import after it; a map of columns only once it can be used. */
export function importBody(media_id: string, options: ImportOptions): SendImportBodyOne {
  const { mappings, ...rest } = options;
  const usable = Object.entries(mappings).filter(([, map]) => isUsable(map));
  if (usable.length === 0) return { media_id, ...rest };
  // The delimiters are the server's own words, handed back.
  const named = Object.fromEntries(usable) as SendImportBodyOne['mappings'];
  return { media_id, ...rest, mappings: named };
}

/** Whether anything would come in: something was read, and it is not all left out. */
export function isWorthStarting(preview: ImportPreview, options: ImportOptions): boolean {
  const maps = Object.values(options.mappings);
  const mapped = maps.length === 0 || maps.some(isUsable);
  return mapped && incoming(preview) > 0;
}

/** How many rows would come in, by the options that the preview was asked with. */
export function incoming({ rows, skipped, rejected }: ImportPreview): number {
  return rows - skipped - rejected;
}

export function incognitoRows({ files }: ImportPreview): number {
  return files.reduce((sum, file) => sum + file.incognito, 0);
}

export function hasRecognitions({ files }: ImportPreview): boolean {
  return files.some(({ recognitions }) => recognitions);
}

/** `2026-11-21` and `18:05` of a moment as its own zone has it, whatever the browser's zone is. */
export function wallClock(localIso: string): { date: string; time: string } {
  return { date: localIso.slice(0, 10), time: localIso.slice(11, 16) };
}
