import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withMethods, withState } from '@ngrx/signals';
import { rxMethod } from '@ngrx/signals/rxjs-interop';
import { catchError, debounceTime, EMPTY, firstValueFrom, of, pipe, switchMap, tap } from 'rxjs';

import { addNameRule, previewNameRule } from '@app/shared/api-client/endpoints/names/names';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { idempotent, newIdempotencyKey } from '@app/shared/http/idempotency';
import { BLANK, changed, RuleDraft, RuleIn, ruleOf, RulePreview } from '../../model/names';

interface DraftState {
  draft: RuleDraft;
  preview: RulePreview | null;
  looking: boolean;
  saving: boolean;
  error: AppError | null;
  key: string;
}

const initial: DraftState = {
  draft: BLANK,
  preview: null,
  looking: false,
  saving: false,
  error: null,
  key: '',
};
const PAUSE_MS = 400;

/** A rule while it is written, with what it would change. One per form. */
export const RuleDraftStore = signalStore(
  withState(initial),
  withComputed(({ draft }) => ({ rule: computed(() => ruleOf(draft())) })),
  withMethods((store, api = inject(Api)) => ({
    look: rxMethod<RuleIn | null>(
      pipe(
        debounceTime(PAUSE_MS),
        // Also when nothing is to be asked: it ends what was asked before.
        switchMap((rule) => {
          if (rule === null) return of(null);
          return api.send(previewNameRule(rule)).pipe(
            catchError((error: unknown) => {
              patchState(store, { looking: false, error: AppError.from(error) });
              return EMPTY;
            }),
          );
        }),
        tap((preview) => {
          patchState(store, { preview, looking: false });
        }),
      ),
    ),
    /** The id of the job that the charts wait for (null: done at once); undefined when refused. */
    async save(): Promise<string | null | undefined> {
      const rule = store.rule();
      if (rule === null) return undefined;
      patchState(store, { saving: true, error: null });
      try {
        const { job_id } = await firstValueFrom(
          api.send(addNameRule(rule, idempotent(store.key()))),
        );
        const { kind, entity } = store.draft();
        patchState(store, { ...initial, draft: { ...BLANK, kind, entity } });
        return job_id;
      } catch (error) {
        patchState(store, { saving: false, error: AppError.from(error) });
        return undefined;
      }
    },
  })),
  withMethods((store) => ({
    change(change: Partial<RuleDraft>): void {
      const draft = changed(store.draft(), change);
      const rule = ruleOf(draft);
      patchState(store, {
        draft,
        looking: rule !== null,
        preview: null,
        error: null,
        key: newIdempotencyKey(),
      });
      store.look(rule);
    },
  })),
);
