import { BLANK, Change, changed, Rule, ruleOf, toldChange, toldRule } from './names';

const ninety = { id: 90, name: 'Ninety One', artist: null };
const other = { id: 91, name: '91', artist: null };

describe('rules of names', () => {
  it('merges two different names only', () => {
    const draft = { ...BLANK, subject: other };
    expect(ruleOf(draft)).toBeNull();
    expect(ruleOf({ ...draft, target: other })).toBeNull();
    expect(ruleOf({ ...draft, target: ninety })).toEqual({
      kind: 'merge',
      entity: 'artist',
      subject_id: 91,
      target_id: 90,
    });
  });

  it('renames to another name', () => {
    const draft = { ...BLANK, kind: 'rename', subject: ninety } as const;
    expect(ruleOf({ ...draft, text: ' Ninety One ' })).toBeNull();
    expect(ruleOf({ ...draft, text: ' 91 ' })).toMatchObject({ subject_id: 90, text: '91' });
  });

  it('excludes a name, a genre or a window that ends after it began', () => {
    const draft = { ...BLANK, kind: 'exclude' } as const;
    expect(ruleOf({ ...draft, entity: 'genre', text: ' noise ' })).toEqual({
      kind: 'exclude',
      entity: 'genre',
      text: 'noise',
    });
    const window = { ...draft, entity: 'window', from: '2026-03-01T08:00' } as const;
    expect(ruleOf({ ...window, until: '2026-03-01T07:00' })).toBeNull();
    expect(ruleOf({ ...window, until: '' })).toBeNull();
    expect(ruleOf({ ...window, until: '2026-03-02T08:00' })).toEqual({
      kind: 'exclude',
      entity: 'window',
      from_at: new Date('2026-03-01T08:00').toISOString(),
      until_at: new Date('2026-03-02T08:00').toISOString(),
    });
  });

  it('splits by hand into the lines that hold something', () => {
    const draft = { ...BLANK, kind: 'split_as', text: 'A & B', names: 'A\n\n B \n' } as const;
    expect(ruleOf(draft)).toEqual({ kind: 'split_as', text: 'A & B', names: ['A', 'B'] });
  });

  it('forgets what was picked when it is about something else', () => {
    const draft = { ...BLANK, subject: ninety };
    expect(changed(draft, { entity: 'album' }).subject).toBeNull();
    expect(changed(draft, { kind: 'rename' }).subject).toBe(ninety);
    const genre = { ...BLANK, kind: 'exclude', entity: 'genre' } as const;
    expect(changed(genre, { kind: 'merge' }).entity).toBe('artist');
  });
});

describe('rules in words', () => {
  it('tells a rule and the same rule in the audit alike', () => {
    const rule = {
      kind: 'merge',
      entity: 'artist',
      subject: other,
      target: ninety,
      text: null,
      names: null,
      from_at: null,
      until_at: null,
    } as unknown as Rule;
    const details = {
      kind: 'merge',
      entity: 'artist',
      subject_name: '91',
      target_name: 'Ninety One',
    };
    expect(toldChange({ details } as unknown as Change)).toEqual(toldRule(rule));
  });

  it('has a sentence for each kind of exclusion, and none for switches', () => {
    const told = (details: object): string | undefined =>
      toldChange({ details } as unknown as Change)?.key;
    expect(told({ kind: 'exclude', entity: 'genre', text: 'noise' })).toBe('exclude_genre');
    expect(told({ kind: 'exclude', entity: 'window' })).toBe('exclude_window');
    expect(told({ kind: 'exclude', entity: 'track' })).toBe('exclude_named');
    expect(told({ clean_titles: true })).toBeUndefined();
  });
});
