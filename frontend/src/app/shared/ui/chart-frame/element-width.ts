import { afterNextRender, DestroyRef, ElementRef, inject, Signal, signal } from '@angular/core';

/** The width of the host in CSS pixels, so that drawings keep their text readable on phones. */
export function elementWidth(fallback: number): Signal<number> {
  const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  const destroyed = inject(DestroyRef);
  const width = signal(fallback);
  afterNextRender(() => {
    if (!('ResizeObserver' in globalThis)) return;
    const observer = new ResizeObserver(([entry]) => {
      const found = Math.round(entry?.contentRect.width ?? 0);
      if (found > 0) width.set(found);
    });
    observer.observe(host);
    destroyed.onDestroy(() => {
      observer.disconnect();
    });
  });
  return width.asReadonly();
}
