import { EnvironmentProviders, makeEnvironmentProviders } from '@angular/core';
import { provideEffects } from '@ngrx/effects';
import { provideState } from '@ngrx/store';

import * as libraryEffects from './library.effects';
import { libraryFeature } from './library.feature';

/** Provided at the root: uploads from any page land in the library. */
export function provideLibrary(): EnvironmentProviders {
  return makeEnvironmentProviders([provideState(libraryFeature), provideEffects(libraryEffects)]);
}
