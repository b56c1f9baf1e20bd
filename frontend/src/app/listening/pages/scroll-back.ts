import { afterNextRender, inject, Injector } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationStart, Router } from '@angular/router';

/** A list that is there already is as tall as it was within a few frames. */
const MOST_FRAMES = 30;

/** Scrolls the window to where it was, as soon as the page is tall enough again. */
function scrollWhenTall(offset: number, frames = MOST_FRAMES): void {
  if (offset === 0) return;
  const page = document.documentElement;
  if (page.scrollHeight - page.clientHeight >= offset) window.scrollTo({ top: offset });
  // The router scrolls after it has settled: what it did to a page too short is done again.
  if (frames === 0 || (Math.abs(window.scrollY - offset) < 2 && frames < MOST_FRAMES - 5)) return;
  requestAnimationFrame(() => {
    scrollWhenTall(offset, frames - 1);
  });
}

/** What knows where a page was left, in pixels from the top of the window. */
interface Place {
  leftAt(): number;
  remember(offset: number): void;
}

/**
 * Remembers where the window stands when the page is left. What it returns scrolls there again, if
 * one came back; it is to be called whenever the page shows something else.
 */
export function scrollsBack(place: Place): () => void {
  const [router, injector] = [inject(Router), inject(Injector)];
  let back = router.currentNavigation()?.trigger === 'popstate';
  // Once the page is taken away the window has nothing left to be scrolled over: before that.
  router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
    if (!(event instanceof NavigationStart)) return;
    back = event.navigationTrigger === 'popstate';
    place.remember(window.scrollY);
  });
  return () => {
    afterNextRender(
      () => {
        if (back) scrollWhenTall(place.leftAt());
      },
      { injector },
    );
  };
}
