/** Where the API lives: same origin as the app. */
const API = '/api/v1/';

export function isApi(url: string): boolean {
  return url.startsWith(API);
}

/**
 * The address, if it still says what the generated function wrote. An id out of the page's own
 * address could hold `../` or `?` and turn the call into another one; no id of ours needs escaping.
 */
export function safeAddress(url: string): string {
  if (new URL(url, 'http://same.origin').pathname === url) return url;
  throw new TypeError(`not an address of the API: ${url}`);
}
