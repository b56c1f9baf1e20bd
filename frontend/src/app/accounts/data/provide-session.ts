import {
  EnvironmentProviders,
  inject,
  makeEnvironmentProviders,
  provideEnvironmentInitializer,
} from '@angular/core';
import { provideEffects } from '@ngrx/effects';
import { provideState, Store } from '@ngrx/store';

import { TOKEN_SOURCE } from '@app/shared/http/token-source';
import { sessionPageActions } from './session.actions';
import * as sessionEffects from './session.effects';
import { sessionFeature } from './session.feature';
import { Tokens } from './tokens';

/** The session lives as long as the app: provided once at the root. */
export function provideSession(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideState(sessionFeature),
    provideEffects(sessionEffects),
    { provide: TOKEN_SOURCE, useExisting: Tokens },
    provideEnvironmentInitializer(() => {
      inject(Store).dispatch(sessionPageActions.appStarted());
    }),
  ]);
}
