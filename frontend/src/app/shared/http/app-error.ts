import { HttpErrorResponse } from '@angular/common/http';

export interface FieldError {
  field: string;
  message: string;
}

interface Problem {
  code?: string;
  detail?: string;
  title?: string;
  request_id?: string;
  errors?: { loc?: (string | number)[]; field?: string; msg?: string; message?: string }[];
}

/**
 * What every failed request becomes. `code` is the server's stable code (RFC 9457 problem), or
 * `offline`, `server_away`, `unknown`; `detail` is the server's English sentence, or empty.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail = '',
    readonly requestId: string | null = null,
    readonly fieldErrors: readonly FieldError[] = [],
  ) {
    super(detail || code);
  }

  static from(error: unknown): AppError {
    if (error instanceof AppError) return error;
    if (!(error instanceof HttpErrorResponse)) {
      return new AppError(0, 'unknown', error instanceof Error ? error.message : '');
    }
    return AppError.fromReply(error.status, error.error, error.headers.get('x-request-id'));
  }

  /** @param body parsed or raw body of the reply; anything that is no problem is ignored. */
  static fromReply(status: number, body: unknown, requestId: string | null = null): AppError {
    const problem = parse(body);
    const fallback = fallbackCode(status);
    return new AppError(
      status,
      problem.code ?? fallback,
      problem.detail ?? problem.title ?? '',
      problem.request_id ?? requestId,
      (problem.errors ?? []).map((entry) => ({
        field: entry.field ?? String(entry.loc?.at(-1) ?? ''),
        message: entry.message ?? entry.msg ?? '',
      })),
    );
  }
}

function fallbackCode(status: number): string {
  if (status === 0) return navigator.onLine ? 'server_away' : 'offline';
  return status === 502 || status === 503 || status === 504 ? 'server_away' : `http_${status}`;
}

function parse(body: unknown): Problem {
  if (typeof body === 'string') {
    try {
      return parse(JSON.parse(body) as unknown);
    } catch {
      return {};
    }
  }
  return typeof body === 'object' && body !== null && !(body instanceof ProgressEvent) ? body : {};
}
