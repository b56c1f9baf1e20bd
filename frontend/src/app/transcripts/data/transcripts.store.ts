import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';

import {
  createTranscript,
  listTranscripts,
} from '@app/shared/api-client/endpoints/transcripts/transcripts';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { idempotent } from '@app/shared/http/idempotency';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { Spoken, TranscriptItem } from '../model/transcript';

interface TranscriptsState {
  items: TranscriptItem[];
  nextCursor: string | null;
  status: 'loading' | 'ready' | 'failed';
  error: AppError | null;
  starting: boolean;
}

const initial: TranscriptsState = {
  items: [],
  nextCursor: null,
  status: 'loading',
  error: null,
  starting: false,
};

/** The list of transcripts; each row carries its live job where one is known. */
export const Transcripts = signalStore(
  withState(initial),
  withComputed(({ items }, jobs = inject(Store).selectSignal(jobsFeature.selectEntities)) => ({
    rows: computed(() =>
      items().map((item) => {
        const job = item.job_id === null ? null : (jobs()[item.job_id] ?? null);
        return { item, job, state: job?.state ?? item.state };
      }),
    ),
  })),
  withMethods((store, api = inject(Api), jobs = inject(Store)) => ({
    async load(more = false): Promise<void> {
      patchState(store, { status: 'loading', error: null });
      try {
        const cursor = more ? store.nextCursor() : null;
        const page = await firstValueFrom(api.send(listTranscripts({ limit: 30, cursor })));
        patchState(store, ({ items }) => ({
          items: more ? [...items, ...page.items] : page.items,
          nextCursor: page.next_cursor,
          status: 'ready' as const,
        }));
      } catch (error) {
        patchState(store, { status: 'failed', error: AppError.from(error) });
      }
    },
    /** Starts a transcription; the id of it. Throws AppError. */
    async start(mediaId: string, language: Spoken): Promise<string> {
      patchState(store, { starting: true });
      try {
        const wish = { media_id: mediaId, language, diarize: false };
        const { id, job_id } = await firstValueFrom(api.send(createTranscript(wish, idempotent())));
        jobs.dispatch(jobsPageActions.jobSubmitted({ id: job_id }));
        return id;
      } finally {
        patchState(store, { starting: false });
      }
    },
    cancel(jobId: string): void {
      jobs.dispatch(jobsPageActions.cancelChosen({ id: jobId }));
    },
    retry(jobId: string): void {
      jobs.dispatch(jobsPageActions.retryChosen({ id: jobId }));
    },
  })),
);
