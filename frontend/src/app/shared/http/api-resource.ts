import { httpResource, HttpResourceRef } from '@angular/common/http';

import type { ApiRequest } from '@app/shared/api-client/request';
import { optionsOf } from './api';
import { safeAddress } from './api-address';

/** What a generated function asks for, as a resource that follows signals; undefined waits. */
export function apiResource<T>(
  request: () => ApiRequest<T> | undefined,
): HttpResourceRef<T | undefined> {
  return httpResource<T>(() => {
    const wanted = request();
    if (wanted === undefined) return undefined;
    return { url: safeAddress(wanted.url), method: wanted.method, ...optionsOf(wanted) };
  });
}
