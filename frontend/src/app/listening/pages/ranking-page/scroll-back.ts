/** A list that is there already is as tall as it was within a few frames. */
const MOST_FRAMES = 30;

/** Scrolls the window to where it was, as soon as the page is tall enough again. */
export function scrollWhenTall(offset: number, frames = MOST_FRAMES): void {
  if (offset === 0) return;
  const page = document.documentElement;
  if (page.scrollHeight - page.clientHeight >= offset) window.scrollTo({ top: offset });
  // The router scrolls after it has settled: what it did to a page too short is done again.
  if (frames === 0 || (Math.abs(window.scrollY - offset) < 2 && frames < MOST_FRAMES - 5)) return;
  requestAnimationFrame(() => {
    scrollWhenTall(offset, frames - 1);
  });
}
