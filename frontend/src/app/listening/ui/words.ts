import { inject, Injectable } from '@angular/core';

import { day, dayMonth, number, shortMonth, span } from '@app/shared/i18n/format';
import { Language } from '@app/shared/i18n/language';
import { ChartPoint, ValueFormat } from '@app/shared/ui/chart-frame/chart-point';
import { Segment } from '@app/shared/ui/segmented/segmented';
import { storyLink } from '../model/links';
import { Entity, Figures, Metric } from '../model/listening';
import { Row } from '../model/rows';

const HOUR = 3_600_000;

/** Figures and names in the language in use; reading one makes a computed follow a switch. */
@Injectable({ providedIn: 'root' })
export class Words {
  readonly #language = inject(Language);

  t(key: string, values?: Record<string, unknown>): string {
    return this.#language.t(key, values);
  }
  plural(key: string, count: number): string {
    return this.#language.plural(key, count);
  }
  number(value: number, options?: Intl.NumberFormatOptions): string {
    return number(value, this.#language.current(), options);
  }
  percent(value: number | null, digits = 0): string {
    if (value === null) return '–';
    return this.number(value, { style: 'percent', maximumFractionDigits: digits });
  }
  span(ms: number): string {
    return span(ms, this.#language.current());
  }
  day(iso: string, withTime = false): string {
    return day(iso, this.#language.current(), withTime);
  }
  dayMonth(iso: string): string {
    return dayMonth(iso, this.#language.current());
  }
  month(iso: string): string {
    return shortMonth(iso, this.#language.current());
  }
  days(first: string, last: string): string {
    return first === last ? this.day(first) : `${this.day(first)} – ${this.day(last)}`;
  }

  /** `214 plays` or `3 hr 5 min`. */
  figure({ plays, ms_played }: Figures, metric: Metric): string {
    return metric === 'plays' ? this.plural('listening.plays', plays) : this.span(ms_played);
  }
  /** How the axis of a metric is written. */
  format(metric: Metric): ValueFormat {
    return metric === 'time' ? (ms) => this.span(ms) : (plays) => this.number(plays);
  }
  /** A step of the axis: lengths are counted in whole hours, short ones in whole minutes. */
  unit(points: readonly ChartPoint[], metric: Metric): number {
    if (metric === 'plays') return 1;
    return Math.max(...points.map(({ value }) => value)) > 2 * HOUR ? HOUR : HOUR / 60;
  }

  /** Choices whose names stand under `prefix`, such as `listening.top.`. */
  segments<T extends string>(prefix: string, values: readonly T[]): Segment<T>[] {
    return values.map((value) => ({ value, label: this.t(prefix + value) }));
  }
  /** A row of a list about an artist, album or track. */
  row(
    item: { id: number; name: string; artist?: string | null },
    entity: Entity,
    { figure, note }: { figure: string; note?: string },
  ): Row {
    return {
      key: item.id,
      name: item.name,
      by: entity === 'artist' ? null : (item.artist ?? null),
      link: storyLink(entity, item.id),
      figure,
      note: note ?? null,
      round: entity === 'artist',
    };
  }
}
