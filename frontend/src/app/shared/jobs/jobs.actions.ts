import { createActionGroup, emptyProps, props } from '@ngrx/store';

import type { AppError } from '@app/shared/http/app-error';
import { Job } from './job';

export const jobsPageActions = createActionGroup({
  source: 'Jobs Page',
  events: {
    'Session Began': emptyProps(),
    'Session Ended': emptyProps(),
    'Job Submitted': props<{ id: string }>(),
    'Cancel Chosen': props<{ id: string }>(),
    'Retry Chosen': props<{ id: string }>(),
    'Finished Cleared': emptyProps(),
  },
});

export const jobsApiActions = createActionGroup({
  source: 'Jobs API',
  events: {
    'Jobs Loaded': props<{ jobs: Job[] }>(),
    'Job Found': props<{ job: Job }>(),
    'Job Changed': props<{ job: Job }>(),
    'Job Finished': props<{ job: Job }>(),
    'Stream Opened': emptyProps(),
    'Stream Lost': emptyProps(),
    'Command Failed': props<{ id: string; error: AppError }>(),
    'Command Accepted': props<{ id: string }>(),
  },
});
