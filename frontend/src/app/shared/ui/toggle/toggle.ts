import { Component, input, output } from '@angular/core';

/** On or off, at once: a real checkbox that says it is a switch. The text is projected. */
@Component({
  selector: 'app-toggle',
  template: `
    <label>
      <input
        #box
        type="checkbox"
        role="switch"
        [checked]="on()"
        [disabled]="disabled()"
        (change)="turned.emit(box.checked)"
      />
      <span class="text"><ng-content /></span>
    </label>
  `,
  styles: `
    :host {
      display: block;
    }
    label {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      align-items: start;
      gap: var(--s-3);
      cursor: pointer;
    }
    input {
      position: relative;
      width: 44px;
      height: 26px;
      margin: 0;
      border: 1px solid var(--line-strong);
      border-radius: var(--r-pill);
      background: var(--surface-3);
      appearance: none;
      cursor: inherit;
      transition: background var(--fast) var(--ease);
    }
    input::before {
      position: absolute;
      inset: 3px auto 3px 3px;
      width: 18px;
      border-radius: 50%;
      background: var(--ink-2);
      content: '';
      transition: transform var(--fast) var(--ease);
    }
    input:checked {
      border-color: var(--accent-text);
      background: var(--accent);
    }
    input:checked::before {
      background: var(--on-accent);
      transform: translateX(18px);
    }
    input:disabled {
      opacity: 0.6;
    }
    .text {
      display: grid;
      gap: 2px;
    }
  `,
})
export class Toggle {
  readonly on = input.required<boolean>();
  readonly disabled = input(false);
  readonly turned = output<boolean>();
}
