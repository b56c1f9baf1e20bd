import { DOCUMENT, inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { ExportFormat, TranscriptItem } from '../model/transcript';
import { TranscriptsApi } from './transcripts.api';

/** Fetches a transcript as a file, with the bearer in its header, and hands it to the browser. */
@Injectable({ providedIn: 'root' })
export class TranscriptExport {
  readonly #api = inject(TranscriptsApi);
  readonly #document = inject(DOCUMENT);

  /** Throws AppError. */
  async save({ id, title }: Pick<TranscriptItem, 'id' | 'title'>, as: ExportFormat): Promise<void> {
    const blob = await firstValueFrom(this.#api.export(id, as));
    const url = URL.createObjectURL(blob);
    const link = this.#document.createElement('a');
    link.href = url;
    link.download = `${title.replace(/[\\/:*?"<>|]+/gu, '-')}.${as}`;
    link.click();
    // Browsers read the address after the click has returned.
    setTimeout(() => {
      URL.revokeObjectURL(url);
    }, 10_000);
  }
}
