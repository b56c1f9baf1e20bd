import { Component, input, output, signal } from '@angular/core';

import { Icon } from '../icon/icon';

/** `<app-file-drop label="…" hint="…" accept="audio/*" (files)="…" />`: drop, click or Enter. */
@Component({
  selector: 'app-file-drop',
  imports: [Icon],
  template: `
    <label [class.over]="over()">
      <app-icon name="upload" [size]="28" />
      <strong>{{ label() }}</strong>
      <span class="small quiet">{{ hint() }}</span>
      <input
        #picker
        class="visually-hidden"
        type="file"
        [accept]="accept()"
        [multiple]="multiple()"
        (change)="take(picker.files); picker.value = ''"
      />
    </label>
  `,
  styles: `
    :host {
      display: grid;
    }
    label {
      display: grid;
      align-content: center;
      justify-items: center;
      gap: var(--s-1);
      padding: var(--s-6) var(--s-4);
      border: 2px dashed var(--line-strong);
      border-radius: var(--r-l);
      text-align: center;
      cursor: pointer;
      transition: background var(--fast) var(--ease);
    }
    label:hover,
    label.over {
      border-color: var(--accent-text);
      background: var(--accent-soft);
    }
    label:focus-within {
      outline: 3px solid var(--accent-text);
      outline-offset: 2px;
    }
    app-icon {
      color: var(--accent-text);
    }
  `,
  host: {
    '(dragover)': '$event.preventDefault(); over.set(true)',
    '(dragleave)': 'over.set(false)',
    '(drop)': 'dropped($event)',
  },
})
export class FileDrop {
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly accept = input('');
  readonly multiple = input(true);
  readonly files = output<File[]>();
  protected readonly over = signal(false);

  protected take(list: FileList | null | undefined): void {
    const files = [...(list ?? [])];
    if (files.length > 0) this.files.emit(this.multiple() ? files : files.slice(0, 1));
  }

  /** Prevents the default, so that the drop overlay of the window leaves these files alone. */
  protected dropped(event: DragEvent): void {
    event.preventDefault();
    this.over.set(false);
    this.take(event.dataTransfer?.files);
  }
}
