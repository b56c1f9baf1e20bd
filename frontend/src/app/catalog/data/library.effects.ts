import { inject } from '@angular/core';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import { concatLatestFrom } from '@ngrx/operators';
import { Store } from '@ngrx/store';
import { catchError, map, mergeMap, of, switchMap } from 'rxjs';

import { deleteMedia, listMedia } from '@app/shared/api-client/endpoints/media/media';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { libraryApiActions, libraryPageActions } from './library.actions';
import { libraryFeature } from './library.feature';

export const load = createEffect(
  (actions = inject(Actions), store = inject(Store), api = inject(Api)) =>
    actions.pipe(
      ofType(libraryPageActions.opened, libraryPageActions.moreWanted),
      concatLatestFrom(() => store.select(libraryFeature.selectNextCursor)),
      switchMap(([{ type }, cursor]) => {
        const first = type === libraryPageActions.opened.type;
        const page = { kind: 'audio', limit: 50, cursor: first ? null : cursor } as const;
        return api.send(listMedia(page)).pipe(
          map(({ items, next_cursor }) =>
            libraryApiActions.pageLoaded({ items, nextCursor: next_cursor, first }),
          ),
          catchError((error: unknown) =>
            of(libraryApiActions.loadingFailed({ error: AppError.from(error) })),
          ),
        );
      }),
    ),
  { functional: true },
);

export const remove = createEffect(
  (actions = inject(Actions), api = inject(Api)) =>
    actions.pipe(
      ofType(libraryPageActions.removalChosen),
      mergeMap(({ id }) =>
        api.send(deleteMedia(id)).pipe(
          map(() => libraryApiActions.removed({ id })),
          catchError((error: unknown) =>
            of(libraryApiActions.removalFailed({ error: AppError.from(error) })),
          ),
        ),
      ),
    ),
  { functional: true },
);
