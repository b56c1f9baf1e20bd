import { Component, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

/** A button that asks once more in place before it says `confirmed`. */
@Component({
  selector: 'app-confirm-button',
  imports: [MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (asking()) {
        <span class="small" role="alert">{{ question() }}</span>
        <button matButton="outlined" class="sure" type="button" (click)="sure()">
          {{ label() }}
        </button>
        <button matButton type="button" (click)="asking.set(false)">{{ t('ui.cancel') }}</button>
      } @else {
        <button matButton class="flush" type="button" (click)="asking.set(true)">
          {{ label() }}
        </button>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--s-2);
    }
    .sure {
      color: var(--bad);
      border-color: var(--bad);
    }
  `,
})
export class ConfirmButton {
  readonly label = input.required<string>();
  readonly question = input.required<string>();
  readonly confirmed = output();
  protected readonly asking = signal(false);

  protected sure(): void {
    this.asking.set(false);
    this.confirmed.emit();
  }
}
