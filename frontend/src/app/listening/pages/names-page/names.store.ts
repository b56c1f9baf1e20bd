import { inject } from '@angular/core';
import { Actions, ofType } from '@ngrx/effects';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { rxMethod } from '@ngrx/signals/rxjs-interop';
import { Store } from '@ngrx/store';
import { filter, firstValueFrom, tap } from 'rxjs';

import * as calls from '@app/shared/api-client/endpoints/names/names';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { jobsApiActions, jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { Change, Rule, Switches, SwitchName } from '../../model/names';

interface Pages<T> {
  items: T[];
  next_cursor: string | null;
}

interface NamesState {
  switches: Switches | null;
  rules: Pages<Rule>;
  changes: Pages<Change>;
  status: 'loading' | 'ready' | 'failed';
  error: AppError | null;
  /** Why the last change was refused. */
  refusal: AppError | null;
  busy: boolean;
  /** The job that brings the charts up to date after the last change, if it took one. */
  job: string | null;
}

const none = { items: [], next_cursor: null };
const initial: NamesState = {
  switches: null,
  rules: none,
  changes: none,
  status: 'loading',
  error: null,
  refusal: null,
  busy: false,
  job: null,
};
const JOB_KIND = 'listening.rename';
const PAGE = 20;

/** How names are read: switches, rules and what was changed. One per page. */
export const NamesStore = signalStore(
  withState(initial),
  withMethods((store, api = inject(Api)) => ({
    async load(): Promise<void> {
      try {
        const [switches, rules, changes] = await Promise.all([
          firstValueFrom(api.send(calls.getNameSwitches())),
          firstValueFrom(api.send(calls.listNameRules({ limit: PAGE }))),
          firstValueFrom(api.send(calls.listNameChanges({ limit: PAGE }))),
        ]);
        patchState(store, { switches, rules, changes, status: 'ready', error: null });
      } catch (error) {
        patchState(store, { status: 'failed', error: AppError.from(error) });
      }
    },
    async moreRules(): Promise<void> {
      const { items, next_cursor: cursor } = store.rules();
      try {
        const page = await firstValueFrom(api.send(calls.listNameRules({ limit: PAGE, cursor })));
        patchState(store, { rules: { ...page, items: [...items, ...page.items] } });
      } catch (error) {
        patchState(store, { refusal: AppError.from(error) });
      }
    },
    async moreChanges(): Promise<void> {
      const { items, next_cursor: cursor } = store.changes();
      try {
        const page = await firstValueFrom(api.send(calls.listNameChanges({ limit: PAGE, cursor })));
        patchState(store, { changes: { ...page, items: [...items, ...page.items] } });
      } catch (error) {
        patchState(store, { refusal: AppError.from(error) });
      }
    },
  })),
  withMethods((store, app = inject(Store)) => ({
    /** After a change: what holds now, and the job that the charts wait for. */
    async settle(job_id: string | null): Promise<void> {
      patchState(store, { job: job_id });
      if (job_id !== null) app.dispatch(jobsPageActions.jobSubmitted({ id: job_id }));
      await store.load();
    },
  })),
  withMethods((store, api = inject(Api)) => {
    const change = async (work: () => Promise<{ job_id: string | null }>): Promise<boolean> => {
      patchState(store, { busy: true, refusal: null });
      try {
        const { job_id } = await work();
        await store.settle(job_id);
        return true;
      } catch (error) {
        patchState(store, { refusal: AppError.from(error) });
        return false;
      } finally {
        patchState(store, { busy: false });
      }
    };
    return {
      turn: (name: SwitchName, on: boolean): Promise<boolean> =>
        change(() => firstValueFrom(api.send(calls.setNameSwitches({ [name]: on })))),
      undo: (id: string): Promise<boolean> =>
        change(() => firstValueFrom(api.send(calls.undoNameRule(id)))),
      remove: (id: string): Promise<boolean> =>
        change(() => firstValueFrom(api.send(calls.deleteNameRule(id)))),
    };
  }),
  withHooks({
    onInit(store, actions = inject(Actions)) {
      void store.load();
      const renew = rxMethod<unknown>(
        tap(() => {
          void store.load();
        }),
      );
      renew(
        actions.pipe(
          ofType(jobsApiActions.jobFinished),
          filter(({ job }) => job.kind === JOB_KIND),
        ),
      );
    },
  }),
);
