import { Component, inject, signal } from '@angular/core';
import { email, form, FormField, minLength, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { SettingsMenu } from '@app/shared/theme/settings-menu/settings-menu';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Field } from '@app/shared/ui/field/field';
import { sessionPageActions } from '../../data/session.actions';
import { MIN_PASSWORD, Registration } from '../../model/account';
import { AuthLayout } from '../../ui/auth-layout/auth-layout';
import { PasswordInput } from '../../ui/password-input/password-input';
import { injectAuthForm } from '../auth-form';

@Component({
  selector: 'app-register-page',
  imports: [
    AuthLayout,
    ErrorState,
    Field,
    FormField,
    MatButton,
    PasswordInput,
    RouterLink,
    SettingsMenu,
    TranslocoDirective,
  ],
  templateUrl: './register-page.html',
  styleUrl: '../auth-form.scss',
})
export default class RegisterPage {
  readonly #store = inject(Store);
  protected readonly page = injectAuthForm();
  protected readonly minPassword = MIN_PASSWORD;
  protected readonly model = signal<Registration>({ email: '', password: '', display_name: '' });
  protected readonly form = form(this.model, (path) => {
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
    this.#store.dispatch(sessionPageActions.registrationSubmitted({ registration: this.model() }));
  }
}
