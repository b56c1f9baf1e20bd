import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  Injector,
  input,
  output,
  signal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { search } from '@app/shared/api-client/endpoints/catalog/catalog';
import { topItems } from '@app/shared/api-client/endpoints/listening/listening';
import { apiResource } from '@app/shared/http/api-resource';
import { PluralPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Catalogued, Named } from '../../../model/names';

const SHOWN = 6;
const PAUSE_MS = 250;
let serial = 0;

/** An artist, album or track of one's own history: from the top of it, or by searching. */
@Component({
  selector: 'app-name-picker',
  imports: [CoverArt, MatButton, PluralPipe, TranslocoDirective],
  templateUrl: './name-picker.html',
  styleUrl: './name-picker.scss',
})
export class NamePicker {
  readonly label = input.required<string>();
  readonly entity = input.required<Catalogued>();
  readonly value = input.required<Named | null>();
  /** Not offered: a name is not merged into itself. */
  readonly without = input<number | null>(null);
  readonly picked = output<Named | null>();
  protected readonly id = `name-picker-${(serial += 1)}`;
  protected readonly q = signal('');
  readonly #injector = inject(Injector);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #top = apiResource(() =>
    this.value() === null && this.q() === ''
      ? topItems({ entity: this.entity(), range: 'all', limit: SHOWN + 1 })
      : undefined,
  );
  readonly #found = apiResource(() =>
    this.value() === null && this.q() !== ''
      ? search({ q: this.q(), kind: this.entity(), limit: SHOWN + 1 })
      : undefined,
  );
  protected readonly loading = computed(() => this.#top.isLoading() || this.#found.isLoading());
  protected readonly failed = computed(
    () => (this.#top.error() ?? this.#found.error()) !== undefined,
  );
  protected readonly choices = computed(() => {
    const rows =
      this.q() === ''
        ? this.#top.hasValue()
          ? this.#top.value().items
          : []
        : this.#found.hasValue()
          ? this.#found.value().items.map(({ title, ...hit }) => ({ ...hit, name: title }))
          : [];
    return rows.filter(({ id }) => id !== this.without()).slice(0, SHOWN);
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.#timer);
    });
  }

  protected type(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.q.set(text.trim());
    }, PAUSE_MS);
  }

  protected pick({ id, name, artist }: Named): void {
    this.q.set('');
    this.#choose({ id, name, artist });
  }

  protected drop(): void {
    this.#choose(null);
  }

  /** What was pressed goes away with the choice: the focus stays in this field. */
  #choose(named: Named | null): void {
    this.picked.emit(named);
    const focus = (): void => {
      this.#host.querySelector<HTMLElement>('input, button')?.focus();
    };
    afterNextRender(focus, { injector: this.#injector });
  }
}
