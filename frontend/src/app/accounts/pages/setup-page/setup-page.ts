import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { SettingsMenu } from '@app/shared/theme/settings-menu/settings-menu';
import { sessionPageActions } from '../../data/session.actions';
import { Registration } from '../../model/account';
import { AuthLayout } from '../../ui/auth-layout/auth-layout';
import { RegistrationForm } from '../registration-form/registration-form';

/** The first start: the token printed in the terminal proves whose machine it is. */
@Component({
  selector: 'app-setup-page',
  imports: [AuthLayout, RegistrationForm, SettingsMenu, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <app-auth-layout [heading]="t('accounts.setup.title')" [lead]="t('accounts.setup.lead')">
        <app-settings-menu tools />
        <app-registration-form
          [withToken]="true"
          [action]="t('accounts.setup.action')"
          (submitted)="setUp($event)"
        />
      </app-auth-layout>
    </ng-container>
  `,
})
export default class SetupPage {
  readonly #store = inject(Store);

  protected setUp(wanted: { token: string; registration: Registration }): void {
    this.#store.dispatch(sessionPageActions.setupSubmitted(wanted));
  }
}
