import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Logo } from '@app/shared/ui/logo/logo';
import { MosaicWall } from '../mosaic-wall/mosaic-wall';

/** One card beside the wall; the projected form stands in the card. */
@Component({
  selector: 'app-auth-layout',
  imports: [Logo, MosaicWall, RouterLink, TranslocoDirective],
  template: `
    <header *transloco="let t">
      <a routerLink="/" [attr.aria-label]="t('accounts.toLanding')"><app-logo /></a>
      <ng-content select="[tools]" />
    </header>
    <main>
      <h1>{{ heading() }}</h1>
      @if (lead()) {
        <p class="quiet">{{ lead() }}</p>
      }
      <ng-content />
    </main>
    <app-mosaic-wall [count]="35" />
  `,
  styleUrl: './auth-layout.scss',
})
export class AuthLayout {
  readonly heading = input.required<string>();
  readonly lead = input('');
}
