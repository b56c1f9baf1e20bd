import { Component, inject, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '@app/shared/ui/icon/icon';
import type { Panel } from '../settings-panels/settings-panels';
import { SettingsPanels } from '../settings-panels/settings-panels';
import { Theme } from '../theme';

/**
 * Two buttons with menus: the theme and the language. Also on the pages before log-in, which must
 * not wait for Material's menus: those come when somebody reaches for a button.
 */
@Component({
  selector: 'app-settings-menu',
  imports: [Icon, MatIconButton, SettingsPanels, TranslocoDirective],
  template: `
    @defer (when pressed() !== null; prefetch on hover) {
      <app-settings-panels [pressed]="pressed() ?? 0" />
    } @placeholder {
      <span>
        <ng-container *transloco="let t">
          <button
            matIconButton
            type="button"
            aria-haspopup="menu"
            aria-expanded="false"
            [attr.aria-label]="t('shell.theme.label')"
            (click)="pressed.set(0)"
          >
            <app-icon [name]="theme.choice() === 'dark' ? 'moon' : 'sun'" />
          </button>
          <button
            matIconButton
            type="button"
            aria-haspopup="menu"
            aria-expanded="false"
            [attr.aria-label]="t('shell.language')"
            (click)="pressed.set(1)"
          >
            <app-icon name="language" />
          </button>
        </ng-container>
      </span>
    }
  `,
  styles: `
    :host,
    span {
      display: flex;
    }
  `,
})
export class SettingsMenu {
  protected readonly theme = inject(Theme);
  protected readonly pressed = signal<Panel | null>(null);
}
