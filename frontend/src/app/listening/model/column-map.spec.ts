import { columnsOf, isUsable, mappedRows, startingMap, withHeader } from './column-map';
import { PreviewTable } from './imports';

const table: PreviewTable = {
  name: 'my.csv',
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
