import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '@app/shared/ui/icon/icon';
import { Logo } from '@app/shared/ui/logo/logo';
import { NAV_ITEMS } from '../nav-items';

@Component({
  selector: 'app-side-nav',
  imports: [Icon, Logo, RouterLink, RouterLinkActive, TranslocoDirective],
  template: `
    <nav *transloco="let t" [attr.aria-label]="t('shell.nav.label')">
      <a class="brand" routerLink="/home" [attr.aria-label]="t('shell.nav.brand')">
        <app-logo [size]="26" />
      </a>
      @for (item of items; track item.path) {
        <a
          class="item"
          [routerLink]="item.path"
          routerLinkActive="here"
          ariaCurrentWhenActive="page"
        >
          <app-icon [name]="item.icon" />
          <span>{{ t(item.label) }}</span>
        </a>
      }
    </nav>
  `,
  styleUrl: './side-nav.scss',
})
export class SideNav {
  protected readonly items = NAV_ITEMS;
}
