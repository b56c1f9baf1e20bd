import { startingMap } from './column-map';
import {
  hasRecognitions,
  importBody,
  incoming,
  incognitoRows,
  isWorthStarting,
  USUAL,
  wallClock,
} from './import-draft';
import { ImportPreview } from './imports';

const preview = {
  rows: 10,
  skipped: 4,
  rejected: 2,
  files: [
    { incognito: 2, recognitions: false },
    { incognito: 1, recognitions: true },
  ],
} as unknown as ImportPreview;

describe('import draft', () => {
  it('sends a mapping only once it can be used', () => {
    const table = {
      name: 'a',
      delimiter: ',',
      columns: [],
      rows: [],
      mapping: null,
      remembered: false,
    };
    const empty = startingMap(table);
    expect(importBody('m', { ...USUAL, mapping: empty })).not.toHaveProperty('mapping');
    const named = { ...empty, title: 'T', time: 'D' };
    expect(importBody('m', { ...USUAL, mapping: named })).toMatchObject({
      media_id: 'm',
      include_incognito: true,
      mapping: { title: 'T', time: 'D' },
    });
  });

  it('is worth starting when something would come in', () => {
    expect(isWorthStarting(preview, USUAL)).toBe(true);
    expect(isWorthStarting({ ...preview, rejected: 6 }, USUAL)).toBe(false);
    expect(incoming(preview)).toBe(4);
  });

  it('asks only what the files raise', () => {
    expect(incognitoRows(preview)).toBe(3);
    expect(hasRecognitions(preview)).toBe(true);
  });

  it('reads a moment in its own zone', () => {
    expect(wallClock('2026-01-01T00:30:00+05:00')).toEqual({ date: '2026-01-01', time: '00:30' });
  });
});
