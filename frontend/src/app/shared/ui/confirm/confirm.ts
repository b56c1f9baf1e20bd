import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';

export interface Question {
  heading: string;
  text: string;
  /** Names what will happen, such as "Delete"; never just "OK". */
  action: string;
}

/** Asks before something cannot be taken back: `if (await confirm.ask({…})) …`. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  readonly #dialog = inject(MatDialog);

  async ask(question: Question): Promise<boolean> {
    const { ConfirmDialog } = await import('./confirm-dialog');
    const dialog = this.#dialog.open<object, Question, boolean>(ConfirmDialog, {
      data: question,
      width: '420px',
      role: 'alertdialog',
    });
    return (await firstValueFrom(dialog.afterClosed())) ?? false;
  }
}
