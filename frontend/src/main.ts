import { bootstrapApplication } from '@angular/platform-browser';

import { App } from '@app/app';
import { appConfig } from '@app/app.config';

bootstrapApplication(App, appConfig).catch((error: unknown) => {
  // Nothing else is there yet that could show it.
  console.error(error); // eslint-disable-line no-console
});
