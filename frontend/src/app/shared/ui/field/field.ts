import { Component, computed, input } from '@angular/core';

export interface FieldLike {
  touched(): boolean;
  invalid(): boolean;
  errors(): readonly { kind: string; message?: string }[];
}

/**
 * Label, projected input (class `input`, `[id]="'…'"`), hint and message of one form field.
 * Give the input `[attr.aria-describedby]="id + '-note'"` and `[attr.aria-invalid]`.
 */
@Component({
  selector: 'app-field',
  template: `
    <label [attr.for]="for()">{{ label() }}</label>
    <ng-content />
    <p class="small" [id]="for() + '-note'" [class.bad]="message()" aria-live="polite">
      {{ message() || hint() }}
    </p>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--s-1);
    }
    label {
      font-weight: 600;
      font-size: var(--text-s);
    }
    p {
      min-height: 1.4em;
      color: var(--ink-2);
    }
    .bad {
      color: var(--bad);
    }
  `,
})
export class Field {
  readonly for = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input('');
  /** State of a signal form field: its first error shows once the field was left. */
  readonly state = input<FieldLike | null>(null);
  /** Shown instead, for example what the server said about this field. */
  readonly problem = input<string | null>(null);
  protected readonly message = computed(() => {
    const state = this.state();
    const own = state?.touched() ? state.errors()[0]?.message : undefined;
    return own ?? this.problem() ?? '';
  });
}
