import { afterNextRender, Component, inject, input, viewChildren } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { LANGUAGES } from '@app/shared/i18n/languages';
import { Theme, ThemeChoice } from '../theme';
import { Icon } from '@app/shared/ui/icon/icon';
import { IconName } from '@app/shared/ui/icon/icon-paths';

const THEMES: readonly { choice: ThemeChoice; label: string; icon: IconName }[] = [
  { choice: 'system', label: 'shell.theme.system', icon: 'system' },
  { choice: 'light', label: 'shell.theme.light', icon: 'sun' },
  { choice: 'dark', label: 'shell.theme.dark', icon: 'moon' },
];

/** Which of the two menus: the theme's or the language's. */
export type Panel = 0 | 1;

/** The two buttons with their menus; the one that was pressed opens at once. */
@Component({
  selector: 'app-settings-panels',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <button
        matIconButton
        type="button"
        [matMenuTriggerFor]="themes"
        [attr.aria-label]="t('shell.theme.label')"
      >
        <app-icon [name]="theme.choice() === 'dark' ? 'moon' : 'sun'" />
      </button>
      <mat-menu #themes>
        @for (item of choices; track item.choice) {
          <button
            mat-menu-item
            role="menuitemradio"
            [attr.aria-checked]="theme.choice() === item.choice"
            (click)="theme.choose(item.choice)"
          >
            <span class="row">
              <app-icon [name]="item.icon" />{{ t(item.label) }}
              @if (theme.choice() === item.choice) {
                <app-icon name="check" [size]="18" />
              }
            </span>
          </button>
        }
      </mat-menu>
      <button
        matIconButton
        type="button"
        [matMenuTriggerFor]="languages"
        [attr.aria-label]="t('shell.language')"
      >
        <app-icon name="language" />
      </button>
      <mat-menu #languages>
        @for (item of list; track item.code) {
          <button
            mat-menu-item
            role="menuitemradio"
            [attr.lang]="item.code"
            [attr.aria-checked]="language.current() === item.code"
            (click)="language.choose(item.code)"
          >
            <span class="row">
              {{ item.name }}
              @if (language.current() === item.code) {
                <app-icon name="check" [size]="18" />
              }
            </span>
          </button>
        }
      </mat-menu>
    </ng-container>
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class SettingsPanels {
  readonly pressed = input.required<Panel>();
  private readonly triggers = viewChildren(MatMenuTrigger);
  protected readonly theme = inject(Theme);
  protected readonly language = inject(Language);
  protected readonly choices = THEMES;
  protected readonly list = LANGUAGES;

  constructor() {
    afterNextRender(() => this.triggers()[this.pressed()]?.openMenu());
  }
}
