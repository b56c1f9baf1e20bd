import { Component, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '@app/shared/ui/icon/icon';
import { Toast, Toasts } from '@app/shared/ui/toasts/toasts';

/** Stands in the live region of the root, and comes with the first toast. */
@Component({
  selector: 'app-toaster',
  imports: [Icon, MatButton, MatIconButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @for (toast of toasts.list(); track toast.id) {
        <div class="toast" [class]="toast.tone">
          <app-icon [name]="toast.tone === 'bad' ? 'warning' : 'check'" [size]="20" />
          <span>{{ toast.text }}</span>
          @if (toast.action; as action) {
            <button matButton type="button" (click)="run(toast)">{{ action.label }}</button>
          }
          <button
            matIconButton
            type="button"
            [attr.aria-label]="t('ui.close')"
            (click)="toasts.close(toast.id)"
          >
            <app-icon name="close" [size]="18" />
          </button>
        </div>
      }
    </ng-container>
  `,
  styles: `
    :host {
      position: fixed;
      z-index: 900;
      inset-inline: var(--s-4);
      bottom: calc(var(--dock-height, 0px) + var(--s-4));
      display: grid;
      justify-items: center;
      pointer-events: none;
    }
    .toast {
      display: flex;
      align-items: center;
      gap: var(--s-3);
      max-width: 560px;
      margin-top: var(--s-2);
      padding: var(--s-1) var(--s-2) var(--s-1) var(--s-4);
      border-radius: var(--r-m);
      background: light-dark(#2a2133, #f1ebf6);
      color: light-dark(#f6f1fa, #1b1322);
      box-shadow: var(--shadow-2);
      pointer-events: auto;
      --mat-button-text-label-text-color: light-dark(#ffb08f, #a5320a);
    }
    .toast.bad app-icon:first-child {
      color: light-dark(#ff8ba3, #b3103e);
    }
  `,
})
export class Toaster {
  protected readonly toasts = inject(Toasts);

  protected run(toast: Toast): void {
    toast.action?.run();
    this.toasts.close(toast.id);
  }
}
