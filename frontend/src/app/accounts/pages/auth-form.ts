import { afterNextRender, computed, inject, Signal, signal } from '@angular/core';
import { Store } from '@ngrx/store';

import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { sessionPageActions } from '../data/session.actions';
import { sessionFeature } from '../data/session.feature';

export interface AuthForm {
  /** True until the page is alive: what is typed before that would be lost. */
  readonly asleep: Signal<boolean>;
  readonly pending: Signal<boolean>;
  readonly problem: Signal<string | null>;
  /** What the server said about one field. */
  fieldProblem(field: string): string | null;
  t(key: string): string;
}

/** What log-in, registration and setup share. Call in an injection context. */
export function injectAuthForm(): AuthForm {
  const store = inject(Store);
  const text = inject(ErrorText);
  const language = inject(Language);
  const asleep = signal(true);
  const error = store.selectSignal(sessionFeature.selectError);
  store.dispatch(sessionPageActions.formOpened());
  afterNextRender(() => {
    asleep.set(false);
  });
  return {
    asleep,
    pending: store.selectSignal(sessionFeature.selectPending),
    problem: computed(() => {
      const found = error();
      return found === null || found.fieldErrors.length > 0 ? null : text.of(found);
    }),
    fieldProblem: (field) =>
      error()?.fieldErrors.find((entry) => entry.field === field)?.message ?? null,
    t: (key) => language.t(key),
  };
}
