import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../icon/icon';

/** Something failed: what it means, what to do, and what to quote when asking for help. */
@Component({
  selector: 'app-error-state',
  imports: [Icon, MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <app-icon name="warning" [size]="28" />
      <div>
        <p>{{ sentence() }}</p>
        @if (code() || requestId()) {
          <p class="small quiet figures">
            {{ code() }}
            @if (requestId()) {
              · {{ t('ui.request', { id: requestId() }) }}
            }
          </p>
        }
      </div>
      @if (retryable()) {
        <button matButton="outlined" type="button" (click)="retry.emit()">
          {{ t('ui.retry') }}
        </button>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      align-items: center;
      gap: var(--s-3) var(--s-4);
      padding: var(--s-4) var(--s-5);
      border-radius: var(--r-l);
      background: var(--bad-soft);

      @media (min-width: 768px) {
        grid-template-columns: auto minmax(0, 1fr) auto;
      }
    }
    button {
      grid-column: 2;
      justify-self: start;

      @media (min-width: 768px) {
        grid-column: 3;
      }
    }
    /* One of several on a page: it says the same, and does not shout. */
    :host(.compact) {
      padding: var(--s-3) var(--s-4);
      background: none;
      border: 1px dashed var(--line-strong);
      font-size: var(--text-s);
    }
    .figures {
      overflow-wrap: anywhere;
    }
    app-icon {
      color: var(--bad);
    }
  `,
  host: { role: 'alert' },
})
export class ErrorState {
  readonly sentence = input.required<string>();
  readonly code = input<string | null>(null);
  readonly requestId = input<string | null>(null);
  readonly retryable = input(true);
  readonly retry = output();
}
