import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';

import { deleteSeparation, getSeparation } from '@app/shared/api-client/endpoints/studio/studio';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { factsOf, Separation } from '../model/separation';

interface SeparationState {
  separation: Separation | null;
  error: AppError | null;
}

const initial: SeparationState = { separation: null, error: null };

/** One separation and its job. */
export const SeparationStore = signalStore(
  withState(initial),
  withComputed(({ separation }, jobs = inject(Store).selectSignal(jobsFeature.selectEntities)) => ({
    job: computed(() => jobs()[separation()?.job_id ?? ''] ?? null),
    facts: computed(() => factsOf(separation()?.analysis ?? null)),
    ready: computed(() => (separation()?.stems.length ?? 0) > 0),
  })),
  withComputed(({ job, separation, ready }) => ({
    state: computed(() => job()?.state ?? separation()?.state ?? null),
    /** The job says done, but the stems are not here yet: load once more. */
    stale: computed(() => job()?.state === 'succeeded' && separation() !== null && !ready()),
  })),
  withMethods((store, api = inject(Api), jobs = inject(Store)) => ({
    async load(id: string): Promise<void> {
      try {
        const separation = await firstValueFrom(api.send(getSeparation(id)));
        patchState(store, { separation, error: null });
        const { job_id, stems } = separation;
        if (job_id !== null && stems.length === 0) {
          jobs.dispatch(jobsPageActions.jobSubmitted({ id: job_id }));
        }
      } catch (error) {
        patchState(store, { error: AppError.from(error) });
      }
    },
    /** Takes the separation and its files away. Throws AppError. */
    async remove(id: string): Promise<void> {
      await firstValueFrom(api.send(deleteSeparation(id)));
    },
    cancel(jobId: string): void {
      jobs.dispatch(jobsPageActions.cancelChosen({ id: jobId }));
    },
    retry(jobId: string): void {
      jobs.dispatch(jobsPageActions.retryChosen({ id: jobId }));
    },
  })),
);
