import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';

import { createSeparation, listSeparations } from '@app/shared/api-client/endpoints/studio/studio';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { idempotent } from '@app/shared/http/idempotency';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { SeparationSummary } from '../model/separation';

interface SeparationsState {
  items: SeparationSummary[];
  nextCursor: string | null;
  status: 'loading' | 'ready' | 'failed';
  error: AppError | null;
  starting: boolean;
}

const initial: SeparationsState = {
  items: [],
  nextCursor: null,
  status: 'loading',
  error: null,
  starting: false,
};

/** The list of separations; each row carries its live job where one is known. */
export const Separations = signalStore(
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
        const page = await firstValueFrom(api.send(listSeparations({ limit: 30, cursor })));
        patchState(store, ({ items }) => ({
          items: more ? [...items, ...page.items] : page.items,
          nextCursor: page.next_cursor,
          status: 'ready' as const,
        }));
      } catch (error) {
        patchState(store, { status: 'failed', error: AppError.from(error) });
      }
    },
    /** Starts two stems by the best engine there is; the id of it. Throws AppError. */
    async start(mediaId: string): Promise<string> {
      patchState(store, { starting: true });
      try {
        const { id, job_id } = await firstValueFrom(
          api.send(createSeparation({ media_id: mediaId, stems: 2, engine: 'auto' }, idempotent())),
        );
        jobs.dispatch(jobsPageActions.jobSubmitted({ id: job_id }));
        return id;
      } catch (error) {
        throw AppError.from(error);
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
