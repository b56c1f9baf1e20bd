import { Component, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Toggle } from '@app/shared/ui/toggle/toggle';
import { SwitchName, SWITCHES, Switches } from '../../../model/names';
import { NamesStore } from '../names.store';

/** The switches, each with what it does and one example. */
@Component({
  selector: 'app-switches-section',
  imports: [Toggle, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <h2>{{ t('listening.names.switches.heading') }}</h2>
      <div class="grid">
        @for (name of names; track name) {
          <app-toggle
            [attr.data-testid]="'switch-' + name"
            [on]="switches()[name]"
            [disabled]="store.busy()"
            (turned)="turn(name, $event)"
          >
            <strong>{{ t('listening.names.switches.' + name) }}</strong>
            <span class="small quiet">{{ t('listening.names.switches.does.' + name) }}</span>
            <span class="small example">{{ t('listening.names.switches.example.' + name) }}</span>
          </app-toggle>
        }
      </div>
    </ng-container>
  `,
  styles: `
    .grid {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(360px, 100%), 1fr));
      gap: var(--s-4) var(--s-5);
    }
    .example {
      overflow-wrap: anywhere;
    }
  `,
})
export class SwitchesSection {
  readonly switches = input.required<Switches>();
  protected readonly store = inject(NamesStore);
  protected readonly names = SWITCHES;

  protected turn(name: SwitchName, on: boolean): void {
    void this.store.turn(name, on);
  }
}
