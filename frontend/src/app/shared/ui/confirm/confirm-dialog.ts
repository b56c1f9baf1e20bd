import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';

import type { Question } from './confirm';

@Component({
  selector: 'app-confirm-dialog',
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
      <h2 mat-dialog-title>{{ question.heading }}</h2>
      <mat-dialog-content>{{ question.text }}</mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton [mat-dialog-close]="false">{{ t('ui.cancel') }}</button>
        <button matButton="filled" [mat-dialog-close]="true">{{ question.action }}</button>
      </mat-dialog-actions>
    </ng-container>
  `,
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
}
