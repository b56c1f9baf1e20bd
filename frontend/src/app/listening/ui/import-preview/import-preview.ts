import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { ClockPipe, DayPipe, NumPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { wallClock } from '../../model/import-draft';
import { ImportPreview } from '../../model/imports';

/** What was found in a file: formats member by member, rows, span, and a few rows as they will be. */
@Component({
  selector: 'app-import-preview',
  imports: [ClockPipe, CoverArt, DayPipe, NumPipe, TranslocoDirective],
  templateUrl: './import-preview.html',
  styleUrl: './import-preview.scss',
  host: { '[class.stale]': 'stale()' },
})
export class ImportPreviewView {
  readonly #language = inject(Language);
  readonly preview = input.required<ImportPreview>();
  /** The options have changed and a newer preview is on its way. */
  readonly stale = input(false);

  protected readonly members = computed(() =>
    this.preview().files.map((file) => ({
      ...file,
      // In an archive the folder says little and takes the whole line.
      short: file.name.slice(file.name.lastIndexOf('/') + 1),
      called: this.#language.find(`listening.formats.${file.format}`) ?? file.format,
    })),
  );
  protected readonly examples = computed(() =>
    this.preview().examples.map((example) => ({ ...example, at: wallClock(example.local_at) })),
  );
  protected readonly usable = computed(() => {
    const { rows, skipped, rejected } = this.preview();
    return rows - skipped - rejected;
  });
}
