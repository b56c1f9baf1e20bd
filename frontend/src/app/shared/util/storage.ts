/** Small values kept between visits. Storage may be forbidden or missing (prerender): then nothing is kept. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) {
      globalThis.localStorage.removeItem(`musaic.${key}`);
    } else {
      globalThis.localStorage.setItem(`musaic.${key}`, value);
    }
  } catch {
    // Nothing to do: the setting lasts for this visit only.
  }
}

export function recall(key: string): string | null {
  try {
    return globalThis.localStorage.getItem(`musaic.${key}`);
  } catch {
    return null;
  }
}
