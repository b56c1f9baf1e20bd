import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { previewImport } from '@app/shared/api-client/endpoints/imports/imports';
import { getMedia, sendMedia } from '@app/shared/api-client/endpoints/media/media';
import type { ImportPreview } from '@app/shared/api-client/model/importPreview';
import { Api } from '@app/shared/http/api';
import { idempotent } from '@app/shared/http/idempotency';
import { MediaItem } from './media';
import { tusUpload } from './tus-upload';

/** Below this one multipart request is quicker than the talk of a resumable upload. */
const SMALL_BYTES = 4 * 1024 * 1024;

@Injectable({ providedIn: 'root' })
export class UploadApi {
  readonly #api = inject(Api);
  readonly #http = inject(HttpClient);

  /** Sends a sound file; `progress` hears the bytes sent. Throws AppError. */
  async media(
    file: File,
    signal: AbortSignal,
    progress: (sent: number) => void,
  ): Promise<MediaItem> {
    if (file.size <= SMALL_BYTES) {
      const item = await firstValueFrom(this.#api.send(sendMedia({ file }, idempotent())));
      progress(file.size);
      return item;
    }
    const id = await tusUpload({ http: this.#http, file, signal, progress });
    return firstValueFrom(this.#api.send(getMedia(id)));
  }

  /** Sends a listening history and says what is in it; nothing is imported yet. */
  async look(
    file: File,
    signal: AbortSignal,
    progress: (sent: number) => void,
  ): Promise<ImportPreview> {
    if (file.size <= SMALL_BYTES) {
      return firstValueFrom(this.#api.send(previewImport({ file })));
    }
    const options = { http: this.#http, file, kind: 'document', signal, progress } as const;
    const media_id = await tusUpload(options);
    return firstValueFrom(this.#api.send(previewImport({ media_id })));
  }
}
