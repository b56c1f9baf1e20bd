import type { Endings } from '@app/shared/api-client/model/endings';

export type Ending = 'completed' | 'skipped' | 'stopped' | 'unknown';

/** How listens ended; shares are parts of those whose end is known. */
export function endingParts(
  totals: Endings,
): { key: Ending; count: number; share: number | null }[] {
  const known = totals.listens - totals.unknown;
  return (['completed', 'skipped', 'stopped', 'unknown'] as const)
    .map((key) => ({
      key,
      count: totals[key],
      share: key === 'unknown' || known <= 0 ? null : totals[key] / known,
    }))
    .filter(({ key, count }) => key !== 'unknown' || count > 0);
}
