/**
 * One call of the API as data: what to send, and in `T` what comes back. Nothing is sent before
 * it is handed to `Api` (shared/http), so the generated functions need neither Angular nor a class
 * that keeps the whole API in the first chunk.
 */
export interface ApiRequest<T> {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  readonly params?: object;
  readonly data?: unknown;
  readonly headers?: object;
  readonly responseType?: 'blob';
  /** Never set: it keeps the type of the reply with the request. */
  readonly reply?: T;
}

/** The one function that all generated functions call. */
export function describe<T>(request: Omit<ApiRequest<T>, 'reply'>): ApiRequest<T> {
  return request;
}
