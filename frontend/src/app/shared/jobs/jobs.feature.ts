import { createEntityAdapter, EntityState } from '@ngrx/entity';
import { createFeature, createReducer, createSelector, MemoizedSelector, on } from '@ngrx/store';

import { isActive, Job } from './job';
import { jobsApiActions, jobsPageActions } from './jobs.actions';

export interface JobsState extends EntityState<Job> {
  loaded: boolean;
  live: boolean;
}

const adapter = createEntityAdapter<Job>({
  sortComparer: (a, b) => b.created_at.localeCompare(a.created_at),
});
const initial: JobsState = adapter.getInitialState({ loaded: false, live: false });

export const jobsFeature = createFeature({
  name: 'jobs',
  reducer: createReducer(
    initial,
    on(jobsApiActions.jobsLoaded, (state, { jobs }): JobsState => {
      return adapter.upsertMany(jobs, { ...state, loaded: true });
    }),
    // A fetched job may be older than what the stream brought meanwhile: it only fills a gap.
    on(jobsApiActions.jobFound, (state, { job }): JobsState => adapter.addOne(job, state)),
    on(jobsApiActions.jobChanged, jobsApiActions.jobFinished, (state, { job }): JobsState =>
      adapter.upsertOne(job, state),
    ),
    on(jobsApiActions.streamOpened, (state): JobsState => ({ ...state, live: true })),
    on(jobsApiActions.streamLost, (state): JobsState => ({ ...state, live: false })),
    on(jobsPageActions.cancelChosen, (state, { id }): JobsState => {
      return adapter.updateOne({ id, changes: { cancel_requested: true } }, state);
    }),
    on(jobsApiActions.commandFailed, (state, { id }): JobsState => {
      return adapter.updateOne({ id, changes: { cancel_requested: false } }, state);
    }),
    on(jobsPageActions.finishedCleared, (state): JobsState => {
      return adapter.removeMany((job) => !isActive(job), state);
    }),
    on(jobsPageActions.sessionEnded, (): JobsState => initial),
  ),
  extraSelectors: ({ selectJobsState }) => {
    const { selectAll, selectEntities } = adapter.getSelectors(selectJobsState);
    return {
      selectAll,
      selectEntities,
      selectActive: createSelector(selectAll, (jobs) => jobs.filter(isActive)),
    };
  },
});

/** One job by id; undefined while it is not known here. */
export function selectJob(id: string): MemoizedSelector<object, Job | undefined> {
  return createSelector(jobsFeature.selectEntities, (jobs) => jobs[id]);
}
