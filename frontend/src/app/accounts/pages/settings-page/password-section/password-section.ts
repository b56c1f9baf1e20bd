import { Component, inject, signal } from '@angular/core';
import { form, FormField, minLength, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { changePassword } from '@app/shared/api-client/endpoints/accounts/accounts';
import { Api } from '@app/shared/http/api';
import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { Field } from '@app/shared/ui/field/field';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { MIN_PASSWORD } from '../../../model/account';
import { PasswordInput } from '../../../ui/password-input/password-input';

const EMPTY = { current: '', wanted: '' };

@Component({
  selector: 'app-password-section',
  imports: [Field, FormField, MatButton, PasswordInput, TranslocoDirective],
  template: `
    <form *transloco="let t" novalidate (submit)="save($event)">
      <h2>{{ t('accounts.settings.passwordHeading') }}</h2>
      <app-field
        for="current"
        [label]="t('accounts.settings.current')"
        [state]="form.current()"
        [problem]="problem()"
      >
        <app-password-input inputId="current" [formField]="form.current" />
      </app-field>
      <app-field
        for="wanted"
        [label]="t('accounts.settings.new')"
        [hint]="t('accounts.password.hint', { count: minPassword })"
        [state]="form.wanted()"
      >
        <app-password-input
          inputId="wanted"
          autocomplete="new-password"
          [formField]="form.wanted"
        />
      </app-field>
      <button matButton="outlined" type="submit" [disabled]="busy()">
        {{ t('accounts.settings.change') }}
      </button>
    </form>
  `,
})
export class PasswordSection {
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  readonly #errorText = inject(ErrorText);
  protected readonly minPassword = MIN_PASSWORD;
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);
  protected readonly model = signal(EMPTY);
  protected readonly form = form(this.model, (path) => {
    const t = this.#language.t.bind(this.#language);
    required(path.current, { message: () => t('accounts.password.missing') });
    required(path.wanted, { message: () => t('accounts.password.missing') });
    minLength(path.wanted, MIN_PASSWORD, { message: () => t('accounts.password.short') });
  });

  protected save(event: Event): void {
    event.preventDefault();
    this.form().markAsTouched();
    if (this.form().invalid()) return;
    this.busy.set(true);
    this.problem.set(null);
    const { current, wanted } = this.model();
    const change = { current_password: current, new_password: wanted };
    this.#api.send(changePassword(change)).subscribe({
      next: () => {
        this.busy.set(false);
        this.form().reset(EMPTY);
        this.#toasts.show(this.#language.t('accounts.settings.changed'), 'good');
      },
      error: (error: unknown) => {
        this.busy.set(false);
        this.problem.set(this.#errorText.of(error));
      },
    });
  }
}
