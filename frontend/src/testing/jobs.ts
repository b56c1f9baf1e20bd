import { Job } from '@app/shared/jobs/job';

export function job(change: Partial<Job> = {}): Job {
  return {
    id: 'a',
    kind: 'studio.separate',
    state: 'running',
    step: 'separate',
    percent: 10,
    eta_ms: null,
    error_code: null,
    error_message: null,
    attempt: 1,
    cancel_requested: false,
    subject_id: null,
    result: null,
    created_at: '2026-11-21T10:00:00Z',
    started_at: null,
    finished_at: null,
    ...change,
  };
}
