import { Component, inject, linkedSignal, signal } from '@angular/core';
import { form, FormField, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { changeMe } from '@app/shared/api-client/endpoints/accounts/accounts';
import { Api } from '@app/shared/http/api';
import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { Field } from '@app/shared/ui/field/field';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { sessionApiActions } from '../../../data/session.actions';
import { sessionFeature } from '../../../data/session.feature';

@Component({
  selector: 'app-profile-section',
  imports: [Field, FormField, MatButton, TranslocoDirective],
  templateUrl: './profile-section.html',
})
export class ProfileSection {
  readonly #store = inject(Store);
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  readonly #errorText = inject(ErrorText);
  readonly #user = this.#store.selectSignal(sessionFeature.selectUser);
  protected readonly zones = Intl.supportedValuesOf('timeZone');
  protected readonly busy = signal(false);
  protected readonly model = linkedSignal(() => ({
    display_name: this.#user()?.display_name ?? '',
    timezone: this.#user()?.timezone ?? 'UTC',
  }));
  protected readonly form = form(this.model, (path) => {
    required(path.display_name, { message: () => this.#language.t('accounts.name.missing') });
  });

  protected save(event: Event): void {
    event.preventDefault();
    this.form().markAsTouched();
    if (this.form().invalid()) return;
    this.busy.set(true);
    const change = { ...this.model(), locale: this.#language.current() };
    this.#api.send(changeMe(change)).subscribe({
      next: (user) => {
        this.busy.set(false);
        this.#store.dispatch(sessionApiActions.profileChanged({ user }));
        this.#toasts.show(this.#language.t('accounts.settings.saved'), 'good');
      },
      error: (error: unknown) => {
        this.busy.set(false);
        this.#toasts.show(this.#errorText.of(error), 'bad');
      },
    });
  }
}
