export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'dead';

/** A job as the API shows it; `percent` 0 to 100, `eta_ms` null while unknown. */
export interface Job {
  id: string;
  kind: string;
  state: JobState;
  step: string | null;
  percent: number;
  eta_ms: number | null;
  error_code: string | null;
  error_message: string | null;
  attempt: number;
  cancel_requested: boolean;
  subject_id: string | null;
  result: Record<string, unknown> | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

export function isActive({ state }: Pick<Job, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

export function canRetry({ state }: Pick<Job, 'state'>): boolean {
  return state === 'failed' || state === 'dead' || state === 'cancelled';
}
