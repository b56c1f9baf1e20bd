import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { previewNameSwitches } from '@app/shared/api-client/endpoints/names/names';
import { apiResource } from '@app/shared/http/api-resource';
import { Toggle } from '@app/shared/ui/toggle/toggle';
import { SwitchName, SWITCHES, Switches } from '../../../model/names';
import { RulePreviewView } from '../../../ui/rule-preview/rule-preview';
import { NamesStore } from '../names.store';

/** The switches, each with what it does, one example, and on request what it would change. */
@Component({
  selector: 'app-switches-section',
  imports: [MatButton, RulePreviewView, Toggle, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <h2>{{ t('listening.names.switches.heading') }}</h2>
      <div class="grid">
        @for (name of names; track name) {
          <div class="switch">
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
            <button
              matButton
              type="button"
              class="ask"
              [attr.data-testid]="'preview-' + name"
              [attr.aria-expanded]="asked() === name"
              (click)="ask(name)"
            >
              {{ t('listening.names.switches.preview') }}
              <span class="visually-hidden">{{ t('listening.names.switches.' + name) }}</span>
            </button>
            @if (asked() === name) {
              <app-rule-preview [preview]="preview()" [looking]="found.isLoading()" />
            }
          </div>
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
    .switch {
      display: grid;
      align-content: start;
      justify-items: start;
      min-width: 0;
    }
    app-rule-preview {
      width: 100%;
    }
    /* Below the words of the switch, not below the switch. */
    .ask {
      margin-inline-start: 44px;
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
  /** Whose effect is shown; a change of any switch closes it. */
  protected readonly asked = linkedSignal<Switches, SwitchName | null>({
    source: this.switches,
    computation: () => null,
  });
  protected readonly found = apiResource(() => {
    const name = this.asked();
    return name === null ? undefined : previewNameSwitches({ [name]: !this.switches()[name] });
  });
  protected readonly preview = computed(() =>
    this.found.hasValue() && !this.found.isLoading() ? this.found.value() : null,
  );

  protected ask(name: SwitchName): void {
    this.asked.update((before) => (before === name ? null : name));
  }

  protected turn(name: SwitchName, on: boolean): void {
    void this.store.turn(name, on);
  }
}
