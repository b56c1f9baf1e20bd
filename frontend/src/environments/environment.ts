import { EnvironmentProviders } from '@angular/core';

export const environment: { providers: EnvironmentProviders[] } = { providers: [] };
