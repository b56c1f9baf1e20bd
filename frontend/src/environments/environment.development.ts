import { EnvironmentProviders } from '@angular/core';
import { provideStoreDevtools } from '@ngrx/store-devtools';

export const environment: { providers: EnvironmentProviders[] } = {
  providers: [provideStoreDevtools({ maxAge: 50 })],
};
