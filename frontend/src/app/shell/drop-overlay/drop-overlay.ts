import { Component, DOCUMENT, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { Icon } from '@app/shared/ui/icon/icon';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { Uploads } from '@app/shared/upload/uploads.store';

/** Files may be dropped anywhere: sound goes to the library, exports become imports. */
@Component({
  selector: 'app-drop-overlay',
  imports: [Icon, TranslocoDirective],
  template: `
    @if (over()) {
      <div class="veil" *transloco="let t">
        <app-icon name="upload" [size]="48" />
        <p class="big">{{ t('shell.drop.title') }}</p>
        <p>{{ t('shell.drop.text') }}</p>
      </div>
    }
  `,
  styles: `
    .veil {
      position: fixed;
      inset: var(--s-3);
      z-index: 950;
      display: grid;
      place-content: center;
      justify-items: center;
      gap: var(--s-2);
      border: 3px dashed var(--on-accent);
      border-radius: var(--r-l);
      background: var(--accent);
      color: var(--on-accent);
      text-align: center;
      padding: var(--s-5);
    }
    .big {
      font-size: var(--text-2xl);
      font-weight: 760;
      letter-spacing: -0.03em;
    }
  `,
  host: {
    '(window:dragenter)': 'entered($event)',
    '(window:dragover)': '$event.preventDefault()',
    '(window:dragleave)': 'left($event)',
    '(window:drop)': 'dropped($event)',
  },
})
export class DropOverlay {
  readonly #document = inject(DOCUMENT);
  readonly #uploads = inject(Uploads);
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  protected readonly over = signal(false);

  protected entered(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files')) this.over.set(true);
  }

  protected left(event: DragEvent): void {
    const { relatedTarget } = event;
    const inside = relatedTarget instanceof Node && this.#document.contains(relatedTarget);
    if (!inside) this.over.set(false);
  }

  protected dropped(event: DragEvent): void {
    this.over.set(false);
    // A drop zone of a page that took the files itself has prevented the default already.
    if (event.defaultPrevented) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    const unknown = this.#uploads.addAll(files);
    for (const { name } of unknown) {
      this.#toasts.show(this.#language.t('shell.drop.unknown', { name }), 'bad');
    }
    const taken = files.length - unknown.length;
    if (taken > 0) this.#toasts.show(this.#language.plural('shell.drop.taken', taken), 'good');
  }
}
