import { afterNextRender, Component, ElementRef, input, output, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { CopyField } from '@app/shared/ui/copy-field/copy-field';
import { NewApp } from '../../../model/apps';

/** The password of an app, this once. It takes the focus, as it is what was asked for. */
@Component({
  selector: 'app-new-app-panel',
  imports: [CopyField, MatButton, TranslocoDirective],
  template: `
    <section *transloco="let t" data-testid="new-app">
      <h3 #heading tabindex="-1">{{ t('accounts.apps.made', { name: made().app.name }) }}</h3>
      <p class="small">{{ t('accounts.apps.once') }}</p>
      <div class="fields">
        <app-copy-field [label]="t('accounts.apps.user')" [value]="made().user_name" />
        <app-copy-field
          data-testid="app-password"
          [label]="t('accounts.apps.password')"
          [value]="made().password"
        />
      </div>
      <details>
        <summary>{{ t('accounts.apps.keys') }}</summary>
        <p class="small quiet">{{ t('accounts.apps.keysHint') }}</p>
        <div class="fields">
          <app-copy-field [label]="t('accounts.apps.apiKey')" [value]="made().app.api_key" />
          <app-copy-field [label]="t('accounts.apps.apiSecret')" [value]="made().api_secret" />
        </div>
      </details>
      <button matButton="outlined" type="button" (click)="closed.emit()">
        {{ t('accounts.apps.saved') }}
      </button>
    </section>
  `,
  styles: `
    section {
      display: grid;
      gap: var(--s-3);
      justify-items: start;
      padding: var(--s-4);
      border-radius: var(--r-m);
      background: var(--good-soft);
    }
    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
      gap: var(--s-3);
    }
    .fields,
    details {
      width: 100%;
    }
    summary {
      cursor: pointer;
      font-weight: 600;
      font-size: var(--text-s);
    }
  `,
})
export class NewAppPanel {
  readonly made = input.required<NewApp>();
  readonly closed = output();
  private readonly heading = viewChild<ElementRef<HTMLElement>>('heading');

  constructor() {
    afterNextRender(() => {
      this.heading()?.nativeElement.focus();
    });
  }
}
