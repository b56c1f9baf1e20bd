import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { SettingsMenu } from '@app/shared/theme/settings-menu/settings-menu';
import { sessionPageActions } from '../../data/session.actions';
import { Registration } from '../../model/account';
import { AuthLayout } from '../../ui/auth-layout/auth-layout';
import { RegistrationForm } from '../registration-form/registration-form';

@Component({
  selector: 'app-register-page',
  imports: [AuthLayout, RegistrationForm, RouterLink, SettingsMenu, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <app-auth-layout
        [heading]="t('accounts.register.title')"
        [lead]="t('accounts.register.lead')"
      >
        <app-settings-menu tools />
        <app-registration-form
          [action]="t('accounts.register.action')"
          (submitted)="register($event.registration)"
        />
        <p class="other">
          {{ t('accounts.register.already') }}
          <a routerLink="/log-in" queryParamsHandling="preserve">
            {{ t('accounts.logIn.title') }}
          </a>
        </p>
      </app-auth-layout>
    </ng-container>
  `,
  styleUrl: '../auth-form.scss',
})
export default class RegisterPage {
  readonly #store = inject(Store);

  protected register(registration: Registration): void {
    this.#store.dispatch(sessionPageActions.registrationSubmitted({ registration }));
  }
}
