import { Component, inject, signal } from '@angular/core';
import { email, form, FormField, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { SettingsMenu } from '@app/shared/theme/settings-menu/settings-menu';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Field } from '@app/shared/ui/field/field';
import { sessionPageActions } from '../../data/session.actions';
import { Credentials } from '../../model/account';
import { AuthLayout } from '../../ui/auth-layout/auth-layout';
import { PasswordInput } from '../../ui/password-input/password-input';
import { injectAuthForm } from '../auth-form';

@Component({
  selector: 'app-log-in-page',
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
  templateUrl: './log-in-page.html',
  styleUrl: '../auth-form.scss',
})
export default class LogInPage {
  readonly #store = inject(Store);
  protected readonly page = injectAuthForm();
  protected readonly model = signal<Credentials>({ email: '', password: '' });
  protected readonly form = form(this.model, (path) => {
    required(path.email, { message: () => this.page.t('accounts.email.missing') });
    email(path.email, { message: () => this.page.t('accounts.email.wrong') });
    required(path.password, { message: () => this.page.t('accounts.password.missing') });
  });

  protected send(event: Event): void {
    event.preventDefault();
    this.form().markAsTouched();
    if (this.form().invalid()) return;
    this.#store.dispatch(sessionPageActions.logInSubmitted({ credentials: this.model() }));
  }
}
