import { Component, input } from '@angular/core';

/** `<app-page-header heading="…" lead="…"><button …></app-page-header>`: the one h1 of a page. */
@Component({
  selector: 'app-page-header',
  template: `
    <div>
      <h1>{{ heading() }}</h1>
      @if (lead()) {
        <p class="quiet">{{ lead() }}</p>
      }
    </div>
    <div class="row"><ng-content /></div>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: var(--s-4) var(--s-5);
      align-items: end;
      justify-content: space-between;
    }
    :host(.alone) {
      align-items: center;
    }
    p {
      margin-top: var(--s-2);
      max-width: 62ch;
    }
  `,
  host: { '[class.alone]': "lead() === ''" },
})
export class PageHeader {
  readonly heading = input.required<string>();
  readonly lead = input('');
}
