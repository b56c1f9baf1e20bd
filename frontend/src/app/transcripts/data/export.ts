import { DOCUMENT, inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { exportTranscript } from '@app/shared/api-client/endpoints/transcripts/transcripts';
import { Api } from '@app/shared/http/api';
import { ExportFormat, TranscriptItem } from '../model/transcript';

/** Fetches a transcript as a file, with the bearer in its header, and hands it to the browser. */
@Injectable({ providedIn: 'root' })
export class TranscriptExport {
  readonly #api = inject(Api);
  readonly #document = inject(DOCUMENT);

  /** Throws AppError. */
  async save({ id, title }: Pick<TranscriptItem, 'id' | 'title'>, as: ExportFormat): Promise<void> {
    const blob = await firstValueFrom(this.#api.download(exportTranscript(id, { format: as })));
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
