import { Component, input, output } from '@angular/core';

let serial = 0;

/** A time zone, found by typing; only names that exist are handed on. */
@Component({
  selector: 'app-zone-picker',
  template: `
    <label [for]="id">{{ label() }}</label>
    <input
      #field
      class="input"
      autocomplete="off"
      spellcheck="false"
      [id]="id"
      [value]="zone()"
      [attr.list]="id + '-zones'"
      [attr.aria-describedby]="id + '-hint'"
      (change)="take(field)"
    />
    <datalist [id]="id + '-zones'">
      @for (name of zones; track name) {
        <option [value]="name"></option>
      }
    </datalist>
    <p class="small quiet" [id]="id + '-hint'">{{ hint() }}</p>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--s-1);
      max-width: 420px;
    }
    label {
      font-weight: 600;
      font-size: var(--text-s);
    }
  `,
})
export class ZonePicker {
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly zone = input.required<string>();
  readonly zoneChange = output<string>();
  protected readonly id = `zone-picker-${(serial += 1)}`;
  protected readonly zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];

  protected take(field: HTMLInputElement): void {
    const typed = field.value.trim().toLowerCase();
    const known = this.zones.find((name) => name.toLowerCase() === typed);
    field.value = known ?? this.zone();
    if (known !== undefined && known !== this.zone()) this.zoneChange.emit(known);
  }
}
