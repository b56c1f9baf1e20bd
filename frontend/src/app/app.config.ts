import { ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideClientHydration, withNoIncrementalHydration } from '@angular/platform-browser';
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
  withViewTransitions,
} from '@angular/router';
import { provideStore } from '@ngrx/store';

import { environment } from '@env/environment';
import { provideSession } from './accounts/public';
import { routes } from './app.routes';
import { LANGUAGE_FILES } from './i18n/language-files';
import { provideHttp } from './shared/http/provide-http';
import { provideI18n } from './shared/i18n/provide-i18n';
import { PageTitle } from './shell/page-title';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    // Without incremental hydration the pages need no inline script: a strict policy holds.
    provideClientHydration(withNoIncrementalHydration()),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled', anchorScrolling: 'enabled' }),
      withViewTransitions({ skipInitialTransition: true }),
    ),
    provideHttp(),
    provideI18n(LANGUAGE_FILES),
    provideStore(),
    provideSession(),
    { provide: TitleStrategy, useClass: PageTitle },
    environment.providers,
  ],
};
