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
  const table = {
    name: 'a',
    signature: 'a1',
    included: false,
    delimiter: ',',
    columns: [],
    rows: [],
    mapping: null,
    remembered: false,
  };
  const empty = startingMap(table);
  const named = { ...empty, title: 'T', time: 'D' };

  it('sends columns only once they can be used', () => {
    const unfinished = importBody('m', { ...USUAL, mappings: { a1: empty } });
    expect(unfinished).not.toHaveProperty('mappings');
    const body = importBody('m', { ...USUAL, mappings: { a1: named, b2: empty } });
    expect(body).toMatchObject({ media_id: 'm', include_incognito: true });
    expect(body.mappings).toEqual({ a1: named });
  });

  it('begins when one table of several can be read', () => {
    expect(isWorthStarting(preview, { ...USUAL, mappings: { a1: empty } })).toBe(false);
    expect(isWorthStarting(preview, { ...USUAL, mappings: { a1: empty, b2: named } })).toBe(true);
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
