import { HttpHeaders } from '@angular/common/http';

/** A key for one intention of the user: keep it while retrying the same POST. */
export function newIdempotencyKey(): string {
  // randomUUID exists on secure origins only; a self-hosted app may be reached over plain HTTP.
  const words = globalThis.crypto.getRandomValues(new Uint32Array(4));
  return [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
}

export function idempotent(key = newIdempotencyKey()): { headers: HttpHeaders } {
  return { headers: new HttpHeaders({ 'Idempotency-Key': key }) };
}
