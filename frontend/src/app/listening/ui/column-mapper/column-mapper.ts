import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { columnsOf, mappedRows, Role, ROLES, withHeader } from '../../model/column-map';
import { ColumnMap, PreviewTable } from '../../model/imports';

const CHOICES = {
  time_order: ['auto', 'day_first', 'month_first'],
  time_is: ['start', 'end'],
  duration_unit: ['ms', 's'],
} as const;

/** Says which column of a table holds what, with the first rows as they will then be read. */
@Component({
  selector: 'app-column-mapper',
  imports: [TranslocoDirective],
  templateUrl: './column-mapper.html',
  styleUrl: './column-mapper.scss',
})
export class ColumnMapper {
  readonly table = input.required<PreviewTable>();
  readonly map = input.required<ColumnMap>();
  /** Called so beside other tables; '' where it is the only one. */
  readonly name = input('');
  readonly mapChange = output<ColumnMap>();
  protected readonly kind = computed(() => (this.name() === '' ? 'alone' : 'named'));
  protected readonly roles = ROLES;
  protected readonly columns = computed(() => columnsOf(this.table(), this.map().header));
  protected readonly rows = computed(() => mappedRows(this.table(), this.map()));
  protected readonly used = computed(() => ROLES.filter((role) => Boolean(this.map()[role])));
  /** Questions whose answer matters for the columns that are named. */
  protected readonly questions = computed(() => {
    const { played, length, time } = this.map();
    const lengths = played !== null || length !== null;
    const asked: { key: keyof typeof CHOICES; options: readonly string[] }[] = [];
    if (time !== '') asked.push({ key: 'time_order', options: CHOICES.time_order });
    if (played !== null) asked.push({ key: 'time_is', options: CHOICES.time_is });
    if (lengths) asked.push({ key: 'duration_unit', options: CHOICES.duration_unit });
    return asked;
  });

  /** Unlike those of another table on the page. */
  protected id(sort: string, key: string): string {
    return `${sort}-${this.table().signature.slice(0, 8)}-${key}`;
  }

  protected isNeeded(role: Role): boolean {
    return role === 'title' || role === 'time';
  }

  protected take(role: Role, column: string): void {
    const empty = this.isNeeded(role) ? '' : null;
    this.mapChange.emit({ ...this.map(), [role]: column === '' ? empty : column });
  }

  protected answer(key: keyof typeof CHOICES, value: string): void {
    this.mapChange.emit({ ...this.map(), [key]: value });
  }

  protected setHeader(header: boolean): void {
    this.mapChange.emit(withHeader(this.table(), this.map(), header));
  }
}
