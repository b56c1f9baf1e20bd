import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { EmptyState } from '@app/shared/ui/empty-state/empty-state';

@Component({
  selector: 'app-not-found',
  imports: [EmptyState, MatButton, RouterLink, TranslocoDirective],
  template: `
    <main class="page" *transloco="let t">
      <h1 class="visually-hidden">{{ t('shell.titles.notFound') }}</h1>
      <app-empty-state
        art="four hundred four"
        [heading]="t('shell.notFound.heading')"
        [text]="t('shell.notFound.text')"
      >
        <a matButton="filled" routerLink="/home">{{ t('shell.notFound.action') }}</a>
      </app-empty-state>
    </main>
  `,
  styles: `
    .page {
      min-height: 80dvh;
      align-content: center;
    }
  `,
})
export default class NotFound {}
