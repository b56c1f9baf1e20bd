import { HttpClient, HttpContext } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { defer, Observable } from 'rxjs';

import type { ApiRequest } from '@app/shared/api-client/request';
import { safeAddress } from './api-address';
import { WITHOUT_BEARER } from './auth.interceptor';

type Value = string | number | boolean;
type Values = Record<string, Value>;

/** Sends what a generated function describes; every failure is an AppError. */
@Injectable({ providedIn: 'root' })
export class Api {
  readonly #http = inject(HttpClient);

  /** `bearer: false` is for the calls that make a session: they carry none and are not repeated. */
  send<T>(request: ApiRequest<T>, { bearer = true } = {}): Observable<T> {
    const context = new HttpContext().set(WITHOUT_BEARER, !bearer);
    return defer(() =>
      this.#http.request<T>(request.method, safeAddress(request.url), {
        ...optionsOf(request),
        context,
      }),
    );
  }

  /** The reply as a file, whatever its media type. */
  download(request: ApiRequest<unknown>): Observable<Blob> {
    return defer(() =>
      this.#http.request(request.method, safeAddress(request.url), {
        ...optionsOf(request),
        responseType: 'blob',
      }),
    );
  }
}

/** Body, parameters and headers as HttpClient takes them; what is null or undefined is not sent. */
export function optionsOf({ params, data, headers }: ApiRequest<unknown>): {
  body: unknown;
  params: Values;
  headers: Record<string, string>;
} {
  const named = given(headers)
    // The browser writes this one itself, with the boundary between the parts.
    .filter(([, value]) => value !== 'multipart/form-data')
    .map(([name, value]): [string, string] => [name, String(value)]);
  return {
    body: holdsFile(data) ? formOf(data) : data,
    params: Object.fromEntries(given(params)),
    headers: Object.fromEntries(named),
  };
}

/** Where a call takes JSON or a form, the generated function leaves the choice to us. */
function holdsFile(data: unknown): data is object {
  return (
    typeof data === 'object' &&
    data !== null &&
    !(data instanceof FormData) &&
    Object.values(data).some((value) => value instanceof Blob)
  );
}

function formOf(data: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(data as Record<string, Value | Blob | null>)) {
    if (value instanceof Blob) form.append(name, value);
    else if (value !== null) form.append(name, String(value));
  }
  return form;
}

function given(values: object = {}): [string, Value][] {
  return Object.entries(values as Record<string, Value | null | undefined>).filter(
    (entry): entry is [string, Value] => entry[1] !== null && entry[1] !== undefined,
  );
}
