/**
 * Milliseconds to wait before try number `attempt` (from 0): doubling from `base` up to `cap`,
 * with full jitter in the upper half so that many tabs do not return together.
 */
export function backoff(
  attempt: number,
  { base = 1000, cap = 30_000, random = Math.random } = {},
): number {
  const ceiling = Math.min(cap, base * 2 ** attempt);
  return ceiling / 2 + random() * (ceiling / 2);
}
