import type { AuditOut } from '@app/shared/api-client/model/auditOut';
import type { NamedOut } from '@app/shared/api-client/model/namedOut';
import type { RuleIn } from '@app/shared/api-client/model/ruleIn';
import type { RuleOut } from '@app/shared/api-client/model/ruleOut';
import type { SwitchesOut } from '@app/shared/api-client/model/switchesOut';

export type { PreviewOut as RulePreview } from '@app/shared/api-client/model/previewOut';
export type { AuditOut as Change, NamedOut as Named, RuleIn, RuleOut as Rule };
export type { SwitchesOut as Switches };

export const SWITCHES = [
  'clean_titles',
  'merge_editions',
  'split_featured',
  'split_separators',
  'same_recordings',
] as const satisfies readonly (keyof SwitchesOut)[];
export type SwitchName = (typeof SWITCHES)[number];

export const RULE_KINDS = [
  'merge',
  'rename',
  'exclude',
  'keep_together',
  'split_as',
  'not_an_artist',
] as const satisfies readonly RuleIn['kind'][];
export type RuleKind = (typeof RULE_KINDS)[number];

export type Catalogued = 'artist' | 'album' | 'track';
export type RuleEntity = NonNullable<RuleIn['entity']>;

/** What rules of a kind can be about; none where the kind itself says it. */
export const ENTITIES: Record<RuleKind, readonly RuleEntity[]> = {
  merge: ['artist', 'album', 'track'],
  rename: ['artist', 'album', 'track'],
  exclude: ['artist', 'album', 'track', 'genre', 'window'],
  keep_together: [],
  split_as: [],
  not_an_artist: [],
};

/** A rule that is being written; `from` and `until` as datetime-local fields have them. */
export interface RuleDraft {
  kind: RuleKind;
  entity: RuleEntity;
  subject: NamedOut | null;
  target: NamedOut | null;
  text: string;
  /** One name a line. */
  names: string;
  from: string;
  until: string;
}

export const BLANK: RuleDraft = {
  kind: 'merge',
  entity: 'artist',
  subject: null,
  target: null,
  text: '',
  names: '',
  from: '',
  until: '',
};

/** Another kind or entity starts over, as the ids of one mean nothing in another. */
export function changed(draft: RuleDraft, change: Partial<RuleDraft>): RuleDraft {
  const next = { ...draft, ...change };
  const allowed = ENTITIES[next.kind];
  const entity = allowed.includes(next.entity) ? next.entity : (allowed[0] ?? 'artist');
  const anew = entity !== draft.entity;
  return { ...next, entity, ...(anew ? { subject: null, target: null } : {}) };
}

export function needsSubject({ kind, entity }: RuleDraft): boolean {
  return ENTITIES[kind].length > 0 && entity !== 'genre' && entity !== 'window';
}

type Build = (draft: RuleDraft, text: string) => RuleIn | null;

/** A credit as it is written, and nothing else. */
const credit: Build = ({ kind }, text) => (text === '' ? null : { kind, text });

const BUILD: Record<RuleKind, Build> = {
  merge: ({ kind, entity, subject, target }) =>
    subject === null || target === null || subject.id === target.id
      ? null
      : { kind, entity, subject_id: subject.id, target_id: target.id },
  rename: ({ kind, entity, subject }, text) =>
    subject === null || text === '' || text === subject.name
      ? null
      : { kind, entity, subject_id: subject.id, text },
  split_as: ({ kind, names }, text) => {
    const into = namesOf(names);
    return text === '' || into.length === 0 ? null : { kind, text, names: into };
  },
  exclude: (draft, text) => (EXCLUDE[draft.entity] ?? excludeNamed)(draft, text),
  keep_together: credit,
  not_an_artist: credit,
};

const EXCLUDE: Partial<Record<RuleEntity, Build>> = {
  genre: ({ kind, entity }, text) => (text === '' ? null : { kind, entity, text }),
  window: ({ kind, entity, from, until }) => {
    const [from_at, until_at] = [instant(from), instant(until)];
    if (from_at === null || until_at === null || from_at >= until_at) return null;
    return { kind, entity, from_at, until_at };
  },
};

const excludeNamed: Build = ({ kind, entity, subject }) =>
  subject === null ? null : { kind, entity, subject_id: subject.id };

/** The rule as the server takes it; null while something is missing. */
export function ruleOf(draft: RuleDraft): RuleIn | null {
  return BUILD[draft.kind](draft, draft.text.trim());
}

function namesOf(lines: string): string[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 20);
}

function instant(local: string): string | null {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** A rule in words: `key` of its sentence, what fills it, and moments that are still to be written. */
export interface Told {
  key: string;
  values: { subject: string; target: string; text: string; names: string };
  from: string | null;
  until: string | null;
}

export function toldRule(rule: RuleOut): Told {
  const { kind, entity, subject, target, text, names, from_at, until_at } = rule;
  return {
    key: keyOf(kind, entity),
    values: {
      subject: labelOf(subject),
      target: labelOf(target),
      text: text ?? '',
      names: (names ?? []).join(', '),
    },
    from: from_at,
    until: until_at,
  };
}

/** What the audit tells of a rule; null for a change of switches. */
export function toldChange({ details }: AuditOut): Told | null {
  const word = (name: string): string => {
    const value = details[name];
    return typeof value === 'string' ? value : '';
  };
  const kind = word('kind');
  if (kind === '') return null;
  const { names } = details;
  return {
    key: keyOf(kind, word('entity')),
    values: {
      subject: word('subject_name'),
      target: word('target_name'),
      text: word('text'),
      names: Array.isArray(names) ? names.join(', ') : '',
    },
    from: word('from_at') || null,
    until: word('until_at') || null,
  };
}

function keyOf(kind: string, entity: string | null): string {
  if (kind !== 'exclude') return kind;
  return entity === 'genre' || entity === 'window' ? `exclude_${entity}` : 'exclude_named';
}

function labelOf(named: NamedOut | null): string {
  if (named === null) return '';
  return named.artist === null ? named.name : `${named.artist} – ${named.name}`;
}
