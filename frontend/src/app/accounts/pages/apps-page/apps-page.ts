import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { AppsSection } from './apps-section/apps-section';
import { AppsStore } from './apps.store';
import { RelaysSection } from './relays-section/relays-section';
import { SetupSection } from './setup-section/setup-section';

/** Players that send listens here, what to enter in them, and where listens are passed on to. */
@Component({
  selector: 'app-apps-page',
  imports: [
    AppsSection,
    ErrorState,
    Icon,
    MatButton,
    PageHeader,
    RelaysSection,
    RouterLink,
    SetupSection,
    Skeleton,
    TranslocoDirective,
  ],
  providers: [AppsStore],
  template: `
    <div class="page" *transloco="let t">
      <app-page-header [heading]="t('accounts.apps.title')" [lead]="t('accounts.apps.lead')">
        <a matButton="outlined" routerLink="/settings">
          <app-icon name="back" [size]="20" />
          {{ t('accounts.settings.title') }}
        </a>
      </app-page-header>
      @if (store.error(); as problem) {
        <app-error-state
          [sentence]="errorText.of(problem)"
          [code]="problem.code"
          [requestId]="problem.requestId"
          (retry)="load()"
        />
      } @else if (store.status() === 'loading') {
        <app-skeleton [lines]="2" height="180px" />
      } @else {
        <app-apps-section class="card" />
        <app-setup-section class="card" />
      }
      <app-relays-section class="card" />
    </div>
  `,
  styles: `
    .card {
      display: grid;
      gap: var(--s-4);
      min-width: 0;
    }
  `,
})
export default class AppsPage {
  protected readonly store = inject(AppsStore);
  protected readonly errorText = inject(ErrorText);

  constructor() {
    this.load();
  }

  protected load(): void {
    // The store shows what went wrong.
    void this.store.load();
  }
}
