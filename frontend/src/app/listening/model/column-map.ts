import { ColumnMap, ImportPreview, PreviewTable } from './imports';

/** What a column can hold, in the order in which people think of it. */
export const ROLES = [
  'artist',
  'title',
  'album',
  'time',
  'played',
  'length',
  'genre',
  'year',
] as const;
export type Role = (typeof ROLES)[number];

/** A mapping that is still being made: without a title and a time it cannot be used. */
const UNNAMED: ColumnMap = {
  title: '',
  time: '',
  artist: null,
  album: null,
  played: null,
  length: null,
  item: null,
  isrc: null,
  platform: null,
  genre: null,
  year: null,
  delimiter: ',',
  header: true,
  time_order: 'auto',
  time_is: 'start',
  duration_unit: 'ms',
};

/** The mapping of last time, the server's guess, or an empty one. */
export function startingMap({ mapping, delimiter }: PreviewTable): ColumnMap {
  return mapping ?? { ...UNNAMED, delimiter };
}

/** Each kind of table once: those with the same columns are read alike. */
export interface TableKind {
  table: PreviewTable;
  names: string;
}

export function kindsOf(tables: readonly PreviewTable[]): TableKind[] {
  const kinds = new Map<string, PreviewTable[]>();
  for (const table of tables)
    kinds.set(table.signature, [...(kinds.get(table.signature) ?? []), table]);
  return [...kinds.values()].flatMap((alike) => {
    const [table] = alike;
    return table ? [{ table, names: alike.map(({ name }) => name).join(', ') }] : [];
  });
}

/** Maps to begin with, by signature: what can be read at once; failing that, the first table's. */
export function startingMaps({ tables, needs_mapping }: ImportPreview): Record<string, ColumnMap> {
  const all = tables.map((table) => [table.signature, startingMap(table)] as const);
  if (!needs_mapping) return Object.fromEntries(all.filter((_, at) => tables[at]?.remembered));
  const usable = all.filter(([, map]) => isUsable(map));
  return Object.fromEntries(usable.length > 0 ? usable : all.slice(0, 1));
}

/** The columns as they are called with that header, or 1, 2, 3, … without one. */
export function columnsOf({ rows, columns }: PreviewTable, header: boolean): string[] {
  if (header) return columns;
  return Array.from({ length: rows[0]?.length ?? columns.length }, (_, at) => String(at + 1));
}

/** The first rows as the mapping reads them; '' where it names no column. */
export function mappedRows(table: PreviewTable, map: ColumnMap): Record<Role, string>[] {
  const columns = columnsOf(table, map.header);
  const cell = (row: string[], name: string | null): string =>
    name === null || name === '' ? '' : (row[columns.indexOf(name)] ?? '');
  return table.rows.slice(map.header ? 1 : 0).map((row) => ({
    artist: cell(row, map.artist),
    title: cell(row, map.title),
    album: cell(row, map.album),
    time: cell(row, map.time),
    played: cell(row, map.played),
    length: cell(row, map.length),
    genre: cell(row, map.genre),
    year: cell(row, map.year),
  }));
}

export function isUsable({ title, time }: ColumnMap): boolean {
  return title !== '' && time !== '';
}

/** With another header the old names mean nothing: the columns are the same, called otherwise. */
export function withHeader(table: PreviewTable, map: ColumnMap, header: boolean): ColumnMap {
  const [before, after] = [columnsOf(table, map.header), columnsOf(table, header)];
  const renamed = (name: string | null): string | null =>
    name === null ? null : (after[before.indexOf(name)] ?? null);
  const optional = [
    'artist',
    'album',
    'played',
    'length',
    'item',
    'isrc',
    'platform',
    'genre',
    'year',
  ] as const;
  return {
    ...map,
    ...Object.fromEntries(optional.map((role) => [role, renamed(map[role])])),
    title: renamed(map.title) ?? '',
    time: renamed(map.time) ?? '',
    header,
  };
}
