import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField, maxLength, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { AgoPipe, DayPipe } from '@app/shared/i18n/pipes';
import { ConfirmButton } from '@app/shared/ui/confirm-button/confirm-button';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Field } from '@app/shared/ui/field/field';
import { AppsStore } from '../apps.store';
import { NewAppPanel } from '../new-app-panel/new-app-panel';

const EMPTY = { name: '' };

/** Makes passwords for apps, and shows and revokes the apps that have one. */
@Component({
  selector: 'app-apps-section',
  imports: [
    AgoPipe,
    ConfirmButton,
    CoverArt,
    DayPipe,
    Field,
    FormField,
    MatButton,
    NewAppPanel,
    TranslocoDirective,
  ],
  templateUrl: './apps-section.html',
  styleUrl: './apps-section.scss',
})
export class AppsSection {
  readonly #language = inject(Language);
  readonly #errorText = inject(ErrorText);
  protected readonly store = inject(AppsStore);
  protected readonly model = signal(EMPTY);
  protected readonly form = form(this.model, (path) => {
    required(path.name, { message: () => this.#language.t('accounts.apps.nameMissing') });
    maxLength(path.name, 100, { message: () => this.#language.t('accounts.apps.nameLong') });
  });
  protected readonly refusal = computed(() => {
    const error = this.store.refusal();
    return error === null ? null : this.#errorText.of(error);
  });

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    this.form().markAsTouched();
    if (this.form().invalid()) return;
    if (await this.store.make(this.model().name.trim())) this.form().reset(EMPTY);
  }

  protected revoke(id: string): void {
    void this.store.revoke(id);
  }
}
