import { hash32, seededNumbers } from '@app/shared/util/hash';

/** Throws that depend on a name alone: the same name throws the same for ever. */
export class Dice {
  readonly #numbers: Generator<number, never>;

  constructor(name: string) {
    this.#numbers = seededNumbers(hash32(name.trim().toLocaleLowerCase('en')));
  }

  /** A number from `low` up to, not including, `high`; whole tenths, so that paths stay short. */
  between(low: number, high: number): number {
    return Math.round((low + this.#numbers.next().value * (high - low)) * 10) / 10;
  }

  /** Whether something happens that happens in so many of all cases. */
  chance(share: number): boolean {
    return this.#numbers.next().value < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#numbers.next().value * list.length)] as T;
  }
}
