import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { EnvironmentProviders } from '@angular/core';

import { authInterceptor } from './auth.interceptor';
import { problemInterceptor } from './problem.interceptor';

export function provideHttp(): EnvironmentProviders {
  return provideHttpClient(withInterceptors([problemInterceptor, authInterceptor]));
}
