import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { kindsOf, startingMap } from '../../model/column-map';
import { ColumnMap, ImportPreview, PreviewTable } from '../../model/imports';
import { ColumnMapper } from '../column-mapper/column-mapper';

/** What is said of the tables with a signature; null: nothing any more. */
export interface Mapped {
  signature: string;
  map: ColumnMap | null;
}

/** The tables of a file, each with columns of its own, and those of which nothing is said. */
@Component({
  selector: 'app-file-tables',
  imports: [ColumnMapper, MatButton, TranslocoDirective],
  templateUrl: './file-tables.html',
  styleUrl: './file-tables.scss',
})
export class FileTables {
  readonly preview = input.required<ImportPreview>();
  readonly maps = input.required<Readonly<Record<string, ColumnMap>>>();
  readonly mapped = output<Mapped>();
  protected readonly named = computed(() =>
    this.#kinds().flatMap((kind) => {
      const map = this.maps()[kind.table.signature];
      return map ? [{ ...kind, map }] : [];
    }),
  );
  protected readonly others = computed(() =>
    this.#kinds().filter(({ table }) => !(table.signature in this.maps())),
  );
  /** A table that is the whole file needs no name, and cannot be left out. */
  protected readonly alone = computed(() => {
    const { files, tables } = this.preview();
    return tables.length === 1 && files.every(({ name }) => name === tables[0]?.name);
  });
  readonly #kinds = computed(() => kindsOf(this.preview().tables));

  protected begin(table: PreviewTable): void {
    this.mapped.emit({ signature: table.signature, map: startingMap(table) });
  }
}
