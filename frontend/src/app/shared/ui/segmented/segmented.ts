import { afterRenderEffect, Component, ElementRef, inject, input, model } from '@angular/core';

import { ScrollEdges } from './scroll-edges';

export interface Segment<T extends string = string> {
  value: T;
  label: string;
}

let serial = 0;

/** One of a few: real radio buttons, so arrows, forms and screen readers just work. */
@Component({
  selector: 'app-segmented',
  template: `
    <fieldset>
      <legend class="visually-hidden">{{ label() }}</legend>
      @for (segment of options(); track segment.value) {
        <label [class.on]="segment.value === value()">
          <input
            class="visually-hidden"
            type="radio"
            [name]="name"
            [value]="segment.value"
            [checked]="segment.value === value()"
            (change)="value.set(segment.value)"
          />
          {{ segment.label }}
        </label>
      }
    </fieldset>
  `,
  styles: `
    :host {
      position: relative;
      display: block;
      max-width: 100%;
      overflow-x: auto;
      scrollbar-width: none;
      --fade-start: 0px;
      --fade-end: 0px;
      mask-image: linear-gradient(
        90deg,
        transparent,
        #000 var(--fade-start) calc(100% - var(--fade-end)),
        transparent
      );
    }
    /* What is cut off fades out, so that one sees there is more. */
    :host(.more-before) {
      --fade-start: 48px;
    }
    :host(.more-after) {
      --fade-end: 48px;
    }
    fieldset {
      display: inline-flex;
      gap: 2px;
      margin: 0;
      padding: 4px;
      border: 0;
      border-radius: var(--r-pill);
      background: var(--surface-2);
    }
    label {
      position: relative;
      padding: 0 var(--s-4);
      border-radius: var(--r-pill);
      color: var(--ink-2);
      font-size: var(--text-s);
      font-weight: 600;
      line-height: 36px;
      white-space: nowrap;
      cursor: pointer;
    }
    label:hover {
      color: var(--ink);
    }
    .on {
      background: var(--ink);
      color: var(--bg);
    }
    .on:hover {
      color: var(--bg);
    }
    label:focus-within {
      outline: 3px solid var(--accent-text);
      outline-offset: -1px;
    }
  `,
  hostDirectives: [ScrollEdges],
})
export class Segmented<T extends string> {
  readonly label = input.required<string>();
  readonly options = input.required<readonly Segment<T>[]>();
  readonly value = model.required<T>();
  protected readonly name = `segmented-${(serial += 1)}`;
  readonly #edges = inject(ScrollEdges);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    afterRenderEffect(() => {
      const index = this.options().findIndex(({ value }) => value === this.value());
      const chosen = this.#host.querySelectorAll<HTMLElement>('label')[index];
      if (chosen !== undefined) this.#edges.show(chosen);
    });
  }
}
