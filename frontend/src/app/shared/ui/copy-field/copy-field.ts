import { Component, inject, input } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { copyText } from '@app/shared/util/copy-text';
import { Icon } from '../icon/icon';
import { Toasts } from '../toasts/toasts';

/** A value to take elsewhere: `<app-copy-field label="Address" value="https://…" />`. */
@Component({
  selector: 'app-copy-field',
  imports: [Icon, MatIconButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <span class="small quiet">{{ label() }}</span>
      <div class="line">
        <code [class.block]="block()" [attr.tabindex]="block() ? 0 : null">{{ value() }}</code>
        <button
          matIconButton
          type="button"
          [attr.aria-label]="t('ui.copyLabel', { label: label() })"
          (click)="copy()"
        >
          <app-icon name="copy" [size]="20" />
        </button>
      </div>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      min-width: 0;
    }
    .line {
      display: flex;
      align-items: start;
      gap: var(--s-1);
      min-width: 0;
      border-radius: var(--r-s);
      background: var(--surface-2);
    }
    code {
      flex: 1;
      align-self: center;
      min-width: 0;
      padding: var(--s-2) var(--s-3);
      overflow-wrap: anywhere;
      font-size: var(--text-s);
    }
    .block {
      overflow: auto;
      overflow-wrap: normal;
      white-space: pre;
    }
  `,
})
export class CopyField {
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  readonly label = input.required<string>();
  readonly value = input.required<string>();
  /** Several lines, shown as they are. */
  readonly block = input(false);

  protected async copy(): Promise<void> {
    const done = await copyText(this.value());
    if (done) this.#toasts.show(this.#language.t('ui.copied', { label: this.label() }), 'good');
    else this.#toasts.show(this.#language.t('ui.copyFailed'), 'bad');
  }
}
