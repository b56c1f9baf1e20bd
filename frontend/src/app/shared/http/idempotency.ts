/** A key for one intention of the user: keep it while retrying the same POST. */
export function newIdempotencyKey(): string {
  // randomUUID exists on secure origins only; a self-hosted app may be reached over plain HTTP.
  const words = globalThis.crypto.getRandomValues(new Uint32Array(4));
  return [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** The headers of the generated functions that make something. */
export function idempotent(key = newIdempotencyKey()): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': key };
}
