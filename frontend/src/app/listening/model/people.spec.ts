import { chosenOf, Connection, standing } from './people';

const connection = (id: string, ended: string | null = null): Connection => ({
  id,
  name: id,
  invited_by_me: true,
  invited_at: '2026-11-01T10:00:00Z',
  accepted_at: '2026-11-02T10:00:00Z',
  ended_at: ended,
  ended_by_me: ended === null ? null : false,
});

describe('connections', () => {
  const all = [connection('a'), connection('b'), connection('c', '2026-11-03T10:00:00Z')];

  it('tells those that stand from those that ended', () => {
    expect(standing(all).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('chooses who was asked for, else the first', () => {
    expect(chosenOf(all, 'b')?.id).toBe('b');
    expect(chosenOf(all, null)?.id).toBe('a');
    expect(chosenOf([], 'a')).toBeUndefined();
  });

  it('does not choose who has ended it', () => {
    expect(chosenOf(all, 'c')?.id).toBe('a');
  });
});
