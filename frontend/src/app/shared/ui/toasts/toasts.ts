import { Injectable, signal } from '@angular/core';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'bad';
  action?: { label: string; run: () => void };
}

/** Short news at the edge of the screen. `show(text, tone, action?)`; errors stay longer. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  readonly #list = signal<readonly Toast[]>([]);
  readonly list = this.#list.asReadonly();
  #next = 0;

  show(text: string, tone: Toast['tone'] = 'plain', action?: Toast['action']): void {
    const toast: Toast = { id: (this.#next += 1), text, tone, ...(action ? { action } : {}) };
    this.#list.update((list) => [...list.slice(-2), toast]);
    setTimeout(
      () => {
        this.close(toast.id);
      },
      tone === 'bad' || action ? 10_000 : 5_000,
    );
  }

  close(id: number): void {
    this.#list.update((list) => list.filter((toast) => toast.id !== id));
  }
}
