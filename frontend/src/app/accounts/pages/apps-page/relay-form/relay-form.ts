import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Segmented } from '@app/shared/ui/segmented/segmented';
import { RELAY_FIELDS, RelayKind, relayRequest, RELAYS } from '../../../model/relays';
import { RelaysStore } from '../relays.store';

/** Credentials of one more service; the server tries them before it keeps them. */
@Component({
  selector: 'app-relay-form',
  imports: [MatButton, Segmented, TranslocoDirective],
  template: `
    <form *transloco="let t" autocomplete="off" (submit)="add($event)">
      <h3>{{ t('accounts.relays.add') }}</h3>
      <app-segmented
        [label]="t('accounts.relays.service')"
        [options]="services"
        [value]="kind()"
        (valueChange)="choose($event)"
      />
      <div class="fields">
        @for (field of fields(); track kind() + field.key) {
          <label>
            {{ t('accounts.relays.fields.' + field.key) }}
            <input
              #typed
              class="input"
              autocomplete="off"
              spellcheck="false"
              maxlength="512"
              [attr.data-testid]="'relay-' + field.key"
              [type]="field.hidden ? 'password' : field.key === 'url' ? 'url' : 'text'"
              [required]="field.needed"
              [placeholder]="field.placeholder"
              [value]="values()[field.key] ?? ''"
              (input)="type(field.key, typed.value)"
            />
          </label>
        }
      </div>
      <p class="small quiet">{{ t('accounts.relays.how.' + kind()) }}</p>
      <button
        matButton="filled"
        type="submit"
        data-testid="relay-add"
        [disabled]="store.adding() || !complete()"
      >
        {{ store.adding() ? t('accounts.relays.testing') : t('accounts.relays.action') }}
      </button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--s-3);
      justify-items: start;
      min-width: 0;
    }
    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
      gap: var(--s-3);
      width: 100%;
    }
    label {
      display: grid;
      gap: var(--s-1);
      font-size: var(--text-s);
      font-weight: 600;
    }
  `,
})
export class RelayForm {
  protected readonly store = inject(RelaysStore);
  protected readonly services = RELAYS.map(({ kind, name }) => ({ value: kind, label: name }));
  protected readonly kind = signal<RelayKind>('listenbrainz');
  protected readonly values = signal<Record<string, string>>({});
  protected readonly fields = computed(() => RELAY_FIELDS[this.kind()]);
  protected readonly complete = computed(() =>
    this.fields().every(({ key, needed }) => !needed || Boolean(this.values()[key]?.trim())),
  );

  protected choose(kind: RelayKind): void {
    this.kind.set(kind);
    this.values.set({});
  }

  protected type(key: string, value: string): void {
    this.values.update((values) => ({ ...values, [key]: value }));
  }

  protected async add(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.complete()) return;
    if (await this.store.add(relayRequest(this.kind(), this.values()))) this.values.set({});
  }
}
