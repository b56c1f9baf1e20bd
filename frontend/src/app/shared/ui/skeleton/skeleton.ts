import { Component, computed, input } from '@angular/core';

/** Grey shapes while data is on its way: `<app-skeleton [lines]="5" height="56px" />`. */
@Component({
  selector: 'app-skeleton',
  template: `
    @for (line of list(); track line) {
      <span [style.height]="height()"></span>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--s-3);
    }
    span {
      border-radius: var(--r-m);
      background: linear-gradient(
          100deg,
          var(--surface-2) 40%,
          var(--surface-3),
          var(--surface-2) 60%
        )
        0 / 300% 100%;
      animation: shine 1.6s infinite linear;
    }
    @keyframes shine {
      from {
        background-position: 100% 0;
      }
      to {
        background-position: 0 0;
      }
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class Skeleton {
  readonly lines = input(3);
  readonly height = input('56px');
  protected readonly list = computed(() => Array.from({ length: this.lines() }, (_, i) => i));
}
