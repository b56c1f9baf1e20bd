import type { LifeEventIn } from '@app/shared/api-client/model/lifeEventIn';
import { LifeEvent, LifeEventKind } from './bands';

export const EVENT_KINDS: readonly LifeEventKind[] = [
  'trip',
  'move',
  'job',
  'study',
  'relationship',
  'breakup',
  'family',
  'health',
  'loss',
  'celebration',
  'other',
];
/** Bands in the colours of the tiles. */
export const EVENT_COLOURS = [
  '#ff6a3a',
  '#f2b632',
  '#0e9488',
  '#3f55d8',
  '#8a3ea8',
  '#d23a72',
] as const;

/** What the form holds; every field is text, as inputs have it. */
export interface EventDraft {
  title: string;
  kind: LifeEventKind;
  first_day: string;
  /** Empty while it still goes on. */
  last_day: string;
  note: string;
  colour: string;
}

export function emptyDraft(today: string): EventDraft {
  return {
    title: '',
    kind: 'trip',
    first_day: today,
    last_day: '',
    note: '',
    colour: EVENT_COLOURS[0],
  };
}

export function draftOf({ title, kind, first_day, last_day, note, colour }: LifeEvent): EventDraft {
  return { title, kind, first_day, last_day: last_day ?? '', note, colour };
}

/** What to send, or null while something is missing or the days are crossed. */
export function eventOf(draft: EventDraft): LifeEventIn | null {
  const title = draft.title.trim();
  if (title === '' || draft.first_day === '') return null;
  if (draft.last_day !== '' && draft.last_day < draft.first_day) return null;
  return { ...draft, title, last_day: draft.last_day === '' ? null : draft.last_day };
}
