import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';

import { NAV_ITEMS } from '../nav-items';

@Component({
  selector: 'app-help-dialog',
  imports: [
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    TranslocoDirective,
  ],
  template: `
    <ng-container *transloco="let t">
      <h2 mat-dialog-title>{{ t('shell.help.title') }}</h2>
      <mat-dialog-content>
        <dl>
          <dt><kbd>/</kbd></dt>
          <dd>{{ t('shell.help.search') }}</dd>
          <dt><kbd>Space</kbd></dt>
          <dd>{{ t('shell.help.play') }}</dd>
          <dt><kbd>←</kbd> <kbd>→</kbd></dt>
          <dd>{{ t('shell.help.seek') }}</dd>
          <dt><kbd>m</kbd></dt>
          <dd>{{ t('shell.help.mute') }}</dd>
          <dt><kbd>j</kbd></dt>
          <dd>{{ t('shell.help.jobs') }}</dd>
          <dt><kbd>?</kbd></dt>
          <dd>{{ t('shell.help.help') }}</dd>
          @for (item of items; track item.key) {
            <dt>
              <kbd>g</kbd> <kbd>{{ item.key }}</kbd>
            </dt>
            <dd>{{ t(item.label) }}</dd>
          }
        </dl>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton mat-dialog-close>{{ t('ui.close') }}</button>
      </mat-dialog-actions>
    </ng-container>
  `,
  styles: `
    dl {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: var(--s-2) var(--s-5);
      margin: 0;
    }
    dd {
      margin: 0;
      color: var(--ink);
    }
    kbd {
      padding: 2px 8px;
      border-radius: 6px;
      background: var(--surface-3);
      color: var(--ink);
      font: 600 var(--text-s) / 1.5 var(--font);
    }
  `,
})
export class HelpDialog {
  protected readonly items = NAV_ITEMS;
}
