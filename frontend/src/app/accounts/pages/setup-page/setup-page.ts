import { Component, inject, signal } from '@angular/core';
import { email, form, FormField, minLength, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { SettingsMenu } from '@app/shared/theme/settings-menu/settings-menu';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Field } from '@app/shared/ui/field/field';
import { sessionPageActions } from '../../data/session.actions';
import { MIN_PASSWORD } from '../../model/account';
import { AuthLayout } from '../../ui/auth-layout/auth-layout';
import { PasswordInput } from '../../ui/password-input/password-input';
import { injectAuthForm } from '../auth-form';

/** The first start: the token printed in the terminal proves whose machine it is. */
@Component({
  selector: 'app-setup-page',
  imports: [
    AuthLayout,
    ErrorState,
    Field,
    FormField,
    MatButton,
    PasswordInput,
    SettingsMenu,
    TranslocoDirective,
  ],
  templateUrl: './setup-page.html',
  styleUrl: '../auth-form.scss',
})
export default class SetupPage {
  readonly #store = inject(Store);
  protected readonly page = injectAuthForm();
  protected readonly minPassword = MIN_PASSWORD;
  protected readonly model = signal({ token: '', email: '', password: '', display_name: '' });
  protected readonly form = form(this.model, (path) => {
    required(path.token, { message: () => this.page.t('accounts.setup.tokenMissing') });
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
    this.#store.dispatch(sessionPageActions.setupSubmitted({ token: token.trim(), registration }));
  }
}
