import { EnvironmentProviders, makeEnvironmentProviders } from '@angular/core';
import { provideEffects } from '@ngrx/effects';
import { provideState } from '@ngrx/store';

import * as playerEffects from './player.effects';
import { playerFeature } from './player.feature';

export function providePlayer(): EnvironmentProviders {
  return makeEnvironmentProviders([provideState(playerFeature), provideEffects(playerEffects)]);
}
