/** Where the API lives: same origin as the app. */
export const API = '/api/v1';

export function isApi(url: string): boolean {
  return url.startsWith(`${API}/`);
}
