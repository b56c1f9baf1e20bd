import {
  columnsOf,
  isUsable,
  kindsOf,
  mappedRows,
  startingMap,
  startingMaps,
  withHeader,
} from './column-map';
import { ImportPreview, PreviewTable } from './imports';

const table: PreviewTable = {
  name: 'my.csv',
  signature: 'a1',
  included: false,
  delimiter: ';',
  columns: ['When', 'Who', 'What'],
  rows: [
    ['When', 'Who', 'What'],
    ['2026-11-20 10:00', 'Dala', 'Steppe; morning'],
    ['2026-11-20 10:04', 'Dala'],
  ],
  mapping: null,
  remembered: false,
};

describe('column map', () => {
  it('starts empty with the delimiter of the table, or as the server says', () => {
    const empty = startingMap(table);
    expect([empty.delimiter, empty.title, isUsable(empty)]).toEqual([';', '', false]);
    const remembered = { ...empty, title: 'What', time: 'When' };
    expect(startingMap({ ...table, mapping: remembered })).toBe(remembered);
    expect(isUsable(remembered)).toBe(true);
  });

  it('asks once about tables with the same columns', () => {
    const other = { ...table, name: 'other.csv', signature: 'b2' };
    const kinds = kindsOf([table, other, { ...table, name: 'more.csv' }]);
    expect(kinds.map(({ names }) => names)).toEqual(['my.csv, more.csv', 'other.csv']);
  });

  it('begins with the tables that can be read, or else with the first', () => {
    const known = { ...startingMap(table), title: 'What', time: 'When' };
    const other = { ...table, signature: 'b2', mapping: known };
    const begin = (needs_mapping: boolean, ...tables: PreviewTable[]): string[] =>
      Object.keys(startingMaps({ tables, needs_mapping } as ImportPreview));
    expect(begin(true, table, other)).toEqual(['b2']);
    expect(begin(true, table, { ...table, signature: 'c3' })).toEqual(['a1']);
    expect(begin(true)).toEqual([]);
    // Beside files that are read anyway, only what was said before.
    expect(begin(false, table, other)).toEqual([]);
    expect(begin(false, table, { ...other, remembered: true })).toEqual(['b2']);
  });

  it('shows the rows as they will be read, short ones too', () => {
    const map = { ...startingMap(table), title: 'What', time: 'When', artist: 'Who' };
    expect(mappedRows(table, map)).toMatchObject([
      { time: '2026-11-20 10:00', artist: 'Dala', title: 'Steppe; morning', album: '' },
      { time: '2026-11-20 10:04', artist: 'Dala', title: '' },
    ]);
  });

  it('calls the columns by number without a header, and keeps what they meant', () => {
    expect(columnsOf(table, false)).toEqual(['1', '2', '3']);
    const map = { ...startingMap(table), title: 'What', time: 'When', artist: 'Who' };
    const numbered = withHeader(table, map, false);
    expect(numbered).toMatchObject({ title: '3', time: '1', artist: '2', album: null });
    expect(mappedRows(table, numbered)).toHaveLength(3);
    expect(withHeader(table, numbered, true)).toEqual(map);
  });
});
