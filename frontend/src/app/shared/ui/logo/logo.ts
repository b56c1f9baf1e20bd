import { Component, input } from '@angular/core';

/** The mark: five tiles whose heights draw an M, like bars of sound. */
@Component({
  selector: 'app-logo',
  template: `
    <svg viewBox="6 8 36 32" [attr.height]="size()" aria-hidden="true">
      <rect x="8" y="10" width="5.6" height="28" rx="2.8" fill="var(--tile-1)" />
      <rect x="14.6" y="15" width="5.6" height="14" rx="2.8" fill="var(--tile-2)" />
      <rect x="21.2" y="20" width="5.6" height="15" rx="2.8" fill="var(--tile-3)" />
      <rect x="27.8" y="15" width="5.6" height="14" rx="2.8" fill="var(--tile-4)" />
      <rect x="34.4" y="10" width="5.6" height="28" rx="2.8" fill="var(--tile-6)" />
    </svg>
    @if (word()) {
      <span>musaic</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 0.5em;
      font-size: 1.375rem;
      font-weight: 820;
      letter-spacing: -0.045em;
      color: var(--ink);
      line-height: 1;
    }
  `,
})
export class Logo {
  readonly size = input(28);
  readonly word = input(true);
}
