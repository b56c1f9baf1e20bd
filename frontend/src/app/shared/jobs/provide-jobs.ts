import { EnvironmentProviders, makeEnvironmentProviders } from '@angular/core';
import { provideEffects } from '@ngrx/effects';
import { provideState } from '@ngrx/store';

import * as jobsEffects from './jobs.effects';
import { jobsFeature } from './jobs.feature';

export function provideJobs(): EnvironmentProviders {
  return makeEnvironmentProviders([provideState(jobsFeature), provideEffects(jobsEffects)]);
}
