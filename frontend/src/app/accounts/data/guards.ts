import { inject } from '@angular/core';
import { CanMatchFn, RedirectCommand, Router } from '@angular/router';
import { Store } from '@ngrx/store';
import { filter, map, take } from 'rxjs';

import { sessionFeature } from './session.feature';

/** Lets signed-in people through; others go to the log-in page and come back afterwards. */
export const signedInOnly: CanMatchFn = (_route, segments) => {
  const router = inject(Router);
  return inject(Store)
    .select(sessionFeature.selectStatus)
    .pipe(
      filter((status) => status !== 'unknown'),
      take(1),
      map((status) => {
        if (status !== 'anonymous') return true;
        // The whole address: what stands behind ? and # belongs to where one was going.
        const wanted = router.currentNavigation()?.extractedUrl.toString();
        const next = wanted ?? `/${segments.map(({ path }) => path).join('/')}`;
        return new RedirectCommand(router.createUrlTree(['/log-in'], { queryParams: { next } }));
      }),
    );
};

/** The landing and log-in pages: who is signed in goes straight home. */
export const anonymousOnly: CanMatchFn = () => {
  const router = inject(Router);
  return inject(Store)
    .select(sessionFeature.selectStatus)
    .pipe(
      filter((status) => status !== 'unknown'),
      take(1),
      map((status) => status === 'anonymous' || new RedirectCommand(router.parseUrl('/home'))),
    );
};
