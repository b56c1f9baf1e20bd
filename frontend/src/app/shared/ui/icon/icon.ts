import { Component, computed, input } from '@angular/core';

import { ICON_PATHS, IconName } from './icon-paths';

const SOLID: ReadonlySet<IconName> = new Set(['play', 'next', 'previous']);

/** `<app-icon name="play" />`: decoration only; name the control itself. */
@Component({
  selector: 'app-icon',
  template: `<svg viewBox="0 0 24 24" [attr.width]="size()" [attr.height]="size()">
    <path [attr.d]="path()" [attr.fill]="solid() ? 'currentColor' : 'none'" />
  </svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      vertical-align: middle;
      line-height: 0;
    }
    path {
      stroke: currentColor;
      stroke-width: 1.8;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class Icon {
  readonly name = input.required<IconName>();
  readonly size = input(22);
  protected readonly path = computed(() => ICON_PATHS[this.name()]);
  protected readonly solid = computed(() => SOLID.has(this.name()));
}
