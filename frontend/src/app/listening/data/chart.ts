import { computed, inject, linkedSignal, Signal } from '@angular/core';

import type { ApiRequest } from '@app/shared/api-client/request';
import { apiResource } from '@app/shared/http/api-resource';
import { AppError } from '@app/shared/http/app-error';
import { RoomStore } from './room.store';

/** One chart's reply and how it is coming along. */
export interface Chart<T> {
  /** The newest reply; while another one is on its way, the one before it. */
  readonly value: Signal<T | undefined>;
  readonly loading: Signal<boolean>;
  readonly problem: Signal<AppError | null>;
  /** What is asked for; undefined while there is nothing to ask. */
  readonly request: Signal<ApiRequest<T> | undefined>;
  reload(): void;
}

/** A chart that follows what it asks for, and asks again when the history changes. */
export function chartOf<T>(request: () => ApiRequest<T> | undefined): Chart<T> {
  const room = inject(RoomStore);
  const wanted = computed(request);
  const found = apiResource(() => {
    room.revision();
    const call = wanted();
    return call === undefined ? undefined : { ...call };
  });
  const value = linkedSignal<T | undefined, T | undefined>({
    source: () => (found.hasValue() ? found.value() : undefined),
    computation: (fresh, previous) => fresh ?? previous?.value,
  });
  return {
    value: value.asReadonly(),
    loading: found.isLoading,
    problem: computed(() => {
      const error = found.error();
      return error === undefined ? null : AppError.from(error);
    }),
    request: wanted,
    reload: () => {
      found.reload();
    },
  };
}

/** The same figures as a file for spreadsheets. */
export function asCsv(request: ApiRequest<unknown>): ApiRequest<unknown> {
  return { ...request, params: { ...request.params, format: 'csv' } };
}
