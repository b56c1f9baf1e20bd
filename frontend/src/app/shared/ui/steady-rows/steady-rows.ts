import { CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { afterNextRender, Directive, inject, Injector, OnInit } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';

/**
 * Keeps the rows of a virtual list where they belong: `<cdk-virtual-scroll-viewport appSteadyRows …>`.
 *
 * The viewport moves its rows by a signal that it sets back after each rendering; a range that
 * changes in between renders other rows in the old place, until somebody scrolls on.
 */
@Directive({ selector: 'cdk-virtual-scroll-viewport[appSteadyRows]' })
export class SteadyRows implements OnInit {
  readonly #injector = inject(Injector);
  readonly #view = inject(CdkVirtualScrollViewport);
  readonly #ranges = this.#view.renderedRangeStream.pipe(takeUntilDestroyed());

  ngOnInit(): void {
    this.#ranges.subscribe(() => {
      const place = (): void => {
        this.#place();
      };
      afterNextRender(place, { injector: this.#injector });
    });
  }

  #place(): void {
    const offset = this.#view.getOffsetToRenderedContentStart();
    const rows = this.#view.elementRef.nativeElement.querySelector<HTMLElement>(
      '.cdk-virtual-scroll-content-wrapper',
    );
    if (offset !== null && rows !== null) rows.style.transform = `translateY(${offset}px)`;
  }
}
