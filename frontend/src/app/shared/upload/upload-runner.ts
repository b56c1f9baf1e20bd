import { inject, Injectable } from '@angular/core';
import { Store } from '@ngrx/store';

import { AppError } from '@app/shared/http/app-error';
import { MediaItem } from './media';
import { UploadApi } from './upload.api';
import { uploadsApiActions } from './uploads.actions';

export interface UploadRow {
  id: string;
  filename: string;
  bytes: number;
  sent: number;
  state: 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';
  error: AppError | null;
}

type Change = (changes: Partial<UploadRow>) => void;

/** Sends queued files in two lanes, reports each step, and can be stopped per file. */
@Injectable({ providedIn: 'root' })
export class UploadRunner {
  readonly #api = inject(UploadApi);
  readonly #store = inject(Store);
  readonly #stops = new Map<string, AbortController>();
  readonly #lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  #turn = 0;

  run(id: string, file: File, change: Change): Promise<MediaItem | null> {
    const stop = new AbortController();
    this.#stops.set(id, stop);
    const lane = (this.#turn += 1) % this.#lanes.length;
    const before = this.#lanes[lane] ?? Promise.resolve();
    const work = before.then(() => this.#send(file, stop.signal, change));
    this.#lanes[lane] = work.catch(() => null);
    return work.finally(() => this.#stops.delete(id));
  }

  stop(id: string): void {
    this.#stops.get(id)?.abort();
  }

  async #send(file: File, signal: AbortSignal, change: Change): Promise<MediaItem | null> {
    if (signal.aborted) return null;
    change({ state: 'sending' });
    try {
      const item = await this.#api.media(file, signal, (sent) => {
        change({ sent });
      });
      this.#store.dispatch(uploadsApiActions.mediaStored({ item }));
      change({ state: 'done', sent: file.size });
      return item;
    } catch (error) {
      const problem = AppError.from(error);
      if (isAborted(signal)) return null;
      change({ state: 'failed', error: problem });
      throw problem;
    }
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
