import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';

import { SHORTCUTS } from './shortcut-list';

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
      <mat-dialog-content tabindex="0">
        @for (group of groups; track group.title) {
          <section>
            <h3>{{ t(group.title) }}</h3>
            <dl>
              @for (row of group.rows; track $index) {
                <dt>
                  @for (key of row.keys; track $index) {
                    <kbd>{{ key.startsWith('shell.') ? t(key) : key }}</kbd>
                  }
                </dt>
                <dd>{{ t(row.text) }}</dd>
              }
            </dl>
          </section>
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" mat-dialog-close cdkFocusInitial>{{ t('ui.close') }}</button>
      </mat-dialog-actions>
    </ng-container>
  `,
  styles: `
    mat-dialog-content {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 250px), 1fr));
      gap: var(--s-5) var(--s-6);
    }
    h3 {
      margin-bottom: var(--s-2);
      color: var(--ink);
    }
    dl {
      display: grid;
      grid-template-columns: 96px 1fr;
      gap: var(--s-2) var(--s-3);
      margin: 0;
    }
    dt {
      white-space: nowrap;
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
  protected readonly groups = SHORTCUTS;
}
