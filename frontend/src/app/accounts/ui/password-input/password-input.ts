import { Component, input, model, signal } from '@angular/core';
import { FormValueControl } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';

/** A password field that can be shown; paste and password managers work as anywhere. */
@Component({
  selector: 'app-password-input',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <input
        #field
        class="input"
        [type]="shown() ? 'text' : 'password'"
        [id]="inputId()"
        [name]="inputId()"
        [attr.autocomplete]="autocomplete()"
        [attr.aria-describedby]="inputId() + '-note'"
        [attr.aria-invalid]="touched() && invalid()"
        [disabled]="disabled()"
        [value]="value()"
        (input)="value.set(field.value)"
        (blur)="touched.set(true)"
      />
      <button type="button" [attr.aria-pressed]="shown()" (click)="shown.set(!shown())">
        {{ shown() ? t('accounts.password.hide') : t('accounts.password.show') }}
      </button>
    </ng-container>
  `,
  styles: `
    :host {
      display: block;
      position: relative;
    }
    .input {
      padding-right: 104px;
    }
    button {
      position: absolute;
      right: 6px;
      top: 6px;
      height: 36px;
      padding: 0 var(--s-3);
      border: 0;
      border-radius: var(--r-s);
      background: none;
      color: var(--accent-text);
      font-size: var(--text-s);
      font-weight: 600;
      cursor: pointer;
    }
  `,
})
export class PasswordInput implements FormValueControl<string> {
  readonly value = model('');
  readonly touched = model(false);
  readonly invalid = input(false);
  readonly disabled = input(false);
  readonly inputId = input('password');
  readonly autocomplete = input<'current-password' | 'new-password'>('current-password');
  protected readonly shown = signal(false);
}
