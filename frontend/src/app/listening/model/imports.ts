/** One import as the list shows it; `state` follows its job. */
export interface ImportItem {
  id: string;
  job_id: string | null;
  filename: string;
  format: string | null;
  state: string;
  rows_read: number;
  added: number;
  duplicates: number;
  skipped: number;
  rejected: number;
  not_counted: number;
  created_at: string;
  first_listen_at: string | null;
  last_listen_at: string | null;
}

export interface Reject {
  file: string;
  line: number;
  outcome: 'skipped' | 'rejected';
  reason: string;
  detail: string;
}

export interface ImportDetail extends ImportItem {
  rejects: Reject[];
}
