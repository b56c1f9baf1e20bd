import type { ConnectionOut } from '@app/shared/api-client/model/connectionOut';
import type { InvitationOut } from '@app/shared/api-client/model/invitationOut';
import type { NewInvitation as Made } from '@app/shared/api-client/model/newInvitation';
import type { PersonTotals } from '@app/shared/api-client/model/personTotals';

/** Consent between the user and one other person, as it stands or stood. */
export type Connection = ConnectionOut;
export type Invitation = InvitationOut;
/** With the link, which is shown only once. */
export type NewInvitation = Made;

/** Figures of one person in the order they are shown; each is written as its kind says. */
export const TOTALS: readonly { key: string; of: keyof PersonTotals; kind: 'count' | 'span' }[] = [
  { key: 'plays', of: 'plays', kind: 'count' },
  { key: 'time', of: 'ms_played', kind: 'span' },
  { key: 'artists', of: 'artists', kind: 'count' },
  { key: 'tracks', of: 'tracks', kind: 'count' },
  { key: 'albums', of: 'albums', kind: 'count' },
  { key: 'days', of: 'days_active', kind: 'count' },
];

/** Connections that stand; newest first, as they come. */
export function standing(connections: readonly Connection[]): Connection[] {
  return connections.filter(({ ended_at }) => ended_at === null);
}

/** The connection chosen if it stands, else the first that does. */
export function chosenOf(
  connections: readonly Connection[],
  chosen: string | null | undefined,
): Connection | undefined {
  const open = standing(connections);
  return open.find(({ id }) => id === chosen) ?? open[0];
}
