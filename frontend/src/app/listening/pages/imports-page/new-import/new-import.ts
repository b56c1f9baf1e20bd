import { Component, computed, effect, inject, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { BytesPipe, NumPipe } from '@app/shared/i18n/pipes';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { FileDrop } from '@app/shared/ui/file-drop/file-drop';
import { Histories } from '@app/shared/upload/histories.store';
import { incoming } from '../../../model/import-draft';
import { FileTables } from '../../../ui/file-tables/file-tables';
import { ImportOptionsForm } from '../../../ui/import-options/import-options';
import { ImportPreviewView } from '../../../ui/import-preview/import-preview';
import { ImportDraft } from '../import-draft.store';

/** Choose a file, see what is in it, decide how it is read, and let it in. */
@Component({
  selector: 'app-new-import',
  imports: [
    BytesPipe,
    ErrorState,
    FileDrop,
    FileTables,
    ImportOptionsForm,
    ImportPreviewView,
    MatButton,
    NumPipe,
    TranslocoDirective,
  ],
  providers: [ImportDraft],
  templateUrl: './new-import.html',
  styleUrl: './new-import.scss',
})
export class NewImport {
  protected readonly draft = inject(ImportDraft);
  protected readonly errorText = inject(ErrorText);
  protected readonly fraction = computed(() => {
    const size = this.draft.file()?.size ?? 0;
    return size > 0 ? Math.min(1, this.draft.sent() / size) : 0;
  });
  /** Small files go in one piece, and looking into a file takes a while: no figure for these. */
  protected readonly measured = computed(() => this.fraction() > 0 && this.fraction() < 1);
  /** The file could not be read at all: another may be chosen in its place. */
  protected readonly refused = computed(
    () => this.draft.error() !== null && this.draft.preview() === null,
  );
  protected readonly usable = computed(() => {
    const preview = this.draft.preview();
    return preview === null ? 0 : incoming(preview);
  });

  readonly #histories = inject(Histories);

  constructor() {
    effect(() => {
      if (this.#histories.files().length === 0) return;
      untracked(() => {
        this.take([...this.#histories.take()]);
      });
    });
  }

  protected take(files: File[]): void {
    // The draft shows what went wrong; nothing is left to catch.
    void this.draft.add(files);
  }

  protected start(): void {
    void this.draft.start();
  }

  protected leave(): void {
    void this.draft.leave();
  }
}
