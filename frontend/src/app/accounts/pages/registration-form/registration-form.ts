import { Component, input, output, signal } from '@angular/core';
import { email, form, FormField, minLength, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Field } from '@app/shared/ui/field/field';
import { MIN_PASSWORD, Registration } from '../../model/account';
import { PasswordInput } from '../../ui/password-input/password-input';
import { injectAuthForm } from '../auth-form';

/** What a new account needs; the very first one also proves whose machine it is. */
@Component({
  selector: 'app-registration-form',
  imports: [ErrorState, Field, FormField, MatButton, PasswordInput, TranslocoDirective],
  templateUrl: './registration-form.html',
  styleUrl: '../auth-form.scss',
})
export class RegistrationForm {
  /** What the button says. */
  readonly action = input.required<string>();
  /** Whether the token of the terminal is asked for. */
  readonly withToken = input(false);
  /** `token` is empty where none is asked for. */
  readonly submitted = output<{ registration: Registration; token: string }>();
  protected readonly page = injectAuthForm();
  protected readonly minPassword = MIN_PASSWORD;
  protected readonly model = signal({ token: '', email: '', password: '', display_name: '' });
  protected readonly form = form(this.model, (path) => {
    required(path.token, {
      when: () => this.withToken(),
      message: () => this.page.t('accounts.setup.tokenMissing'),
    });
    required(path.display_name, { message: () => this.page.t('accounts.name.missing') });
    required(path.email, { message: () => this.page.t('accounts.email.missing') });
    email(path.email, { message: () => this.page.t('accounts.email.wrong') });
    required(path.password, { message: () => this.page.t('accounts.password.missing') });
    minLength(path.password, MIN_PASSWORD, {
      message: () => this.page.t('accounts.password.short'),
    });
  });

  protected send(event: Event): void {
    event.preventDefault();
    this.form().markAsTouched();
    if (this.form().invalid()) return;
    const { token, ...registration } = this.model();
    this.submitted.emit({ registration, token: token.trim() });
  }
}
