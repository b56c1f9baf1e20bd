import type { JobOut } from '@app/shared/api-client/model/jobOut';

export type Job = JobOut;
export type JobState = JobOut['state'];

export function isActive({ state }: Pick<Job, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

export function canRetry({ state }: Pick<Job, 'state'>): boolean {
  return state === 'failed' || state === 'dead' || state === 'cancelled';
}
