import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';

import {
  correctSegment,
  deleteTranscript,
  getTranscript,
  renameTranscript,
} from '@app/shared/api-client/endpoints/transcripts/transcripts';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { Segment, Speaker, Transcript } from '../model/transcript';

interface TranscriptState {
  transcript: Transcript | null;
  error: AppError | null;
}

const initial: TranscriptState = { transcript: null, error: null };

/** One transcript and its job. Every change goes to the server first; all methods throw AppError. */
export const TranscriptStore = signalStore(
  withState(initial),
  withComputed(({ transcript }, jobs = inject(Store).selectSignal(jobsFeature.selectEntities)) => ({
    job: computed(() => jobs()[transcript()?.job_id ?? ''] ?? null),
    segments: computed((): readonly Segment[] => transcript()?.segments ?? []),
    ready: computed(() => transcript()?.state === 'succeeded'),
  })),
  withComputed(({ job, ready, transcript }) => ({
    /** The job says done, what is here was loaded before: load once more. */
    stale: computed(() => job()?.state === 'succeeded' && transcript() !== null && !ready()),
  })),
  withMethods((store, api = inject(Api), jobs = inject(Store)) => ({
    async load(id: string): Promise<void> {
      try {
        const transcript = await firstValueFrom(api.send(getTranscript(id)));
        patchState(store, { transcript, error: null });
        if (transcript.job_id !== null && transcript.state !== 'succeeded') {
          jobs.dispatch(jobsPageActions.jobSubmitted({ id: transcript.job_id }));
        }
      } catch (error) {
        patchState(store, { error: AppError.from(error) });
      }
    },
    async rename(title: string): Promise<void> {
      const id = store.transcript()?.id ?? '';
      const item = await firstValueFrom(api.send(renameTranscript(id, { title })));
      patchState(store, ({ transcript }) => ({
        transcript: transcript && { ...transcript, title: item.title },
      }));
    },
    /** Gives the speakers their names; send the old ones to undo. */
    async nameSpeakers(speakers: Speaker[]): Promise<void> {
      const id = store.transcript()?.id ?? '';
      const item = await firstValueFrom(api.send(renameTranscript(id, { speakers })));
      patchState(store, ({ transcript }) => ({
        transcript: transcript && { ...transcript, speakers: item.speakers },
      }));
    },
    /** Writes a segment's text; resolves with the text it had before, for an undo. */
    async correct(segmentId: number, text: string): Promise<string> {
      const before = store.segments().find(({ id }) => id === segmentId)?.text ?? '';
      const fresh = await firstValueFrom(
        api.send(correctSegment(store.transcript()?.id ?? '', segmentId, { text })),
      );
      patchState(store, ({ transcript }) => ({
        transcript: transcript && {
          ...transcript,
          segments: transcript.segments.map((old) => (old.id === segmentId ? fresh : old)),
        },
      }));
      return before;
    },
    async remove(): Promise<void> {
      await firstValueFrom(api.send(deleteTranscript(store.transcript()?.id ?? '')));
    },
    cancel(jobId: string): void {
      jobs.dispatch(jobsPageActions.cancelChosen({ id: jobId }));
    },
    retry(jobId: string): void {
      jobs.dispatch(jobsPageActions.retryChosen({ id: jobId }));
    },
  })),
);
