import { Component } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '@app/shared/ui/icon/icon';
import { NAV_ITEMS } from '../nav-items';

/** Four rooms under the thumb, the others behind one button. */
@Component({
  selector: 'app-bottom-nav',
  imports: [
    Icon,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    RouterLink,
    RouterLinkActive,
    TranslocoDirective,
  ],
  template: `
    <nav *transloco="let t" [attr.aria-label]="t('shell.nav.label')">
      @for (item of shown; track item.path) {
        <a [routerLink]="item.path" routerLinkActive="here" ariaCurrentWhenActive="page">
          <app-icon [name]="item.icon" /><span>{{ t(item.label) }}</span>
        </a>
      }
      <button type="button" [matMenuTriggerFor]="more">
        <app-icon name="more" /><span>{{ t('shell.nav.more') }}</span>
      </button>
      <mat-menu #more>
        @for (item of hidden; track item.path) {
          <a mat-menu-item [routerLink]="item.path">
            <span class="row"><app-icon [name]="item.icon" />{{ t(item.label) }}</span>
          </a>
        }
      </mat-menu>
    </nav>
  `,
  styles: `
    nav {
      display: grid;
      grid-template-columns: repeat(5, 1fr);
      height: var(--bar-height);
      padding-bottom: env(safe-area-inset-bottom);
      box-sizing: content-box;
    }
    a:not([mat-menu-item]),
    button {
      display: grid;
      place-content: center;
      justify-items: center;
      gap: 2px;
      border: 0;
      background: none;
      color: var(--ink-2);
      text-decoration: none;
      font-size: 0.6875rem;
      font-weight: 600;
      min-width: 0;
    }
    span {
      max-width: 19.6vw;
      letter-spacing: -0.01em;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    nav > a.here {
      color: var(--accent-text);
    }
  `,
})
export class BottomNav {
  protected readonly shown = NAV_ITEMS.slice(0, 4);
  protected readonly hidden = NAV_ITEMS.slice(4);
}
