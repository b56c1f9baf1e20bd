import { inject, Pipe, PipeTransform } from '@angular/core';

import { ago, bytes, clock, day, number, span } from './format';
import { Language } from './language';

// Impure on purpose: they read the language signal, so a switch repaints them.

/** `{{ 12345 | num }}` → 12,345 / 12 345; `{{ 0.4 | num: { style: 'percent' } }}`. */
@Pipe({ name: 'num', pure: false })
export class NumPipe implements PipeTransform {
  readonly #language = inject(Language);
  transform(value: number, options?: Intl.NumberFormatOptions): string {
    return number(value, this.#language.current(), options);
  }
}

/** `{{ iso | day }}` → 21 Nov 2026; `{{ iso | day: 'time' }}` adds hours and minutes. */
@Pipe({ name: 'day', pure: false })
export class DayPipe implements PipeTransform {
  readonly #language = inject(Language);
  transform(iso: string, mode: 'date' | 'time' = 'date'): string {
    return day(iso, this.#language.current(), mode === 'time');
  }
}

/** `{{ iso | ago }}` → 3 days ago. */
@Pipe({ name: 'ago', pure: false })
export class AgoPipe implements PipeTransform {
  readonly #language = inject(Language);
  transform(iso: string): string {
    return ago(iso, this.#language.current());
  }
}

/** `{{ ms | clock }}` → 3:07. */
@Pipe({ name: 'clock' })
export class ClockPipe implements PipeTransform {
  transform(ms: number): string {
    return clock(ms);
  }
}

/** `{{ ms | span }}` → 2 hr 5 min. */
@Pipe({ name: 'span', pure: false })
export class SpanPipe implements PipeTransform {
  readonly #language = inject(Language);
  transform(ms: number): string {
    return span(ms, this.#language.current());
  }
}

/** `{{ size | bytes }}` → 12.4 MB. */
@Pipe({ name: 'bytes', pure: false })
export class BytesPipe implements PipeTransform {
  readonly #language = inject(Language);
  transform(size: number): string {
    return bytes(size, this.#language.current());
  }
}

/** `{{ count | plural: 'catalog.plays' }}` picks `catalog.plays.one` … and fills `{{count}}`. */
@Pipe({ name: 'plural', pure: false })
export class PluralPipe implements PipeTransform {
  readonly #language = inject(Language);
  transform(count: number, key: string): string {
    return this.#language.plural(key, count);
  }
}
