import { DestroyRef, Directive, ElementRef, inject, signal } from '@angular/core';

/** How far an edge fades out where something is cut off, in pixels. */
const FADE = 48;

/** Tells by classes on the host whether anything is cut off before or after what one sees. */
@Directive({
  selector: '[appScrollEdges]',
  exportAs: 'appScrollEdges',
  host: {
    '[class.more-before]': 'before()',
    '[class.more-after]': 'after()',
    '(scroll)': 'measure()',
  },
})
export class ScrollEdges {
  protected readonly before = signal(false);
  protected readonly after = signal(false);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    const destroyed = inject(DestroyRef);
    if (!('ResizeObserver' in globalThis)) return;
    const observer = new ResizeObserver(() => {
      this.measure();
    });
    observer.observe(this.#host);
    destroyed.onDestroy(() => {
      observer.disconnect();
    });
  }

  measure(): void {
    const { scrollLeft, scrollWidth, clientWidth } = this.#host;
    this.before.set(scrollLeft > 2);
    this.after.set(scrollLeft + clientWidth < scrollWidth - 2);
  }

  /** Brings a part of the host into sight; sideways only, the page itself does not jump. */
  show(part: HTMLElement): void {
    const { scrollLeft, clientWidth } = this.#host;
    const [left, right] = [part.offsetLeft, part.offsetLeft + part.offsetWidth];
    if (left - FADE < scrollLeft || right + FADE > scrollLeft + clientWidth) {
      this.#host.scrollLeft = left - (clientWidth - part.offsetWidth) / 2;
    }
    this.measure();
  }
}
