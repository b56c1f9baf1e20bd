import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { sessionPageActions } from '../../data/session.actions';
import { LookSection } from './look-section/look-section';
import { PasswordSection } from './password-section/password-section';
import { ProfileSection } from './profile-section/profile-section';
import { SessionsSection } from './sessions-section/sessions-section';

@Component({
  selector: 'app-settings-page',
  imports: [
    LookSection,
    MatButton,
    PageHeader,
    PasswordSection,
    ProfileSection,
    RouterLink,
    SessionsSection,
    TranslocoDirective,
  ],
  template: `
    <div class="page" *transloco="let t">
      <app-page-header [heading]="t('accounts.settings.title')">
        <button matButton="outlined" type="button" (click)="logOut()">
          {{ t('accounts.settings.logOut') }}
        </button>
      </app-page-header>
      <div class="grid">
        <div>
          <app-profile-section class="card" />
          <app-password-section class="card" />
        </div>
        <div>
          <app-look-section class="card" />
          <section class="card">
            <h2>{{ t('accounts.apps.title') }}</h2>
            <p class="quiet">{{ t('accounts.apps.lead') }}</p>
            <a matButton="outlined" class="door" routerLink="/settings/apps">
              {{ t('accounts.apps.open') }}
            </a>
          </section>
          <app-sessions-section class="card" />
          <section class="card">
            <h2>{{ t('accounts.settings.server') }}</h2>
            <p class="quiet">{{ t('accounts.settings.serverText') }}</p>
            <a matButton="outlined" class="door" routerLink="/listening/site">
              {{ t('accounts.settings.serverOpen') }}
            </a>
          </section>
          <section class="card">
            <h2>{{ t('accounts.settings.about') }}</h2>
            <p class="quiet">{{ t('accounts.settings.aboutText') }}</p>
          </section>
        </div>
      </div>
    </div>
  `,
  styles: `
    .grid,
    .grid > div {
      display: grid;
      gap: var(--s-4);
      min-width: 0;
    }
    .grid {
      grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr));
      align-items: start;
    }
    .door {
      justify-self: start;
    }
    .card {
      display: grid;
      gap: var(--s-4);
      min-width: 0;
    }
  `,
})
export default class SettingsPage {
  readonly #store = inject(Store);

  protected logOut(): void {
    this.#store.dispatch(sessionPageActions.logOutChosen());
  }
}
