import type { ListenItem } from '@app/shared/api-client/model/listenItem';

export type Listen = ListenItem;

/** What the list of plays shows row by row: a day's name before its plays. */
export type HistoryRow =
  { kind: 'day'; key: string; day: string } | { kind: 'listen'; key: number; listen: Listen };

/** Local day of a moment as `YYYY-MM-DD`, in the zone of the account. */
export function dayIn(zone: string, iso: string): string {
  return new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short' }).format(
    new Date(iso),
  );
}

/** Plays with their days between, without those that are on their way out. */
export function historyRows(
  listens: readonly Listen[],
  { zone, without }: { zone: string; without: ReadonlySet<number> },
): HistoryRow[] {
  const rows: HistoryRow[] = [];
  let last = '';
  for (const listen of listens) {
    if (without.has(listen.id)) continue;
    const day = dayIn(zone, listen.at);
    if (day !== last) rows.push({ kind: 'day', key: day, day });
    last = day;
    rows.push({ kind: 'listen', key: listen.id, listen });
  }
  return rows;
}

/** `19:05`, in the zone of the account. */
export function timeIn(zone: string, iso: string): string {
  const shape = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('sv', shape).format(new Date(iso));
}
