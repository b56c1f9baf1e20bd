import {
  afterNextRender,
  ApplicationRef,
  Component,
  EnvironmentInjector,
  inject,
  isDevMode,
} from '@angular/core';
import { RouterOutlet } from '@angular/router';

import { Toasts } from './shared/ui/toasts/toasts';
import { Toaster } from './shell/toaster/toaster';

/** A page that never comes to rest gets its service worker all the same. */
const LATEST_MS = 10_000;

@Component({
  selector: 'app-root',
  imports: [RouterOutlet, Toaster],
  // The live region is there before the first toast: one that came with it would not be read out.
  template: `
    <router-outlet />
    <div role="status" aria-live="polite">
      @defer (when toasts.list().length > 0; prefetch on idle) {
        <app-toaster />
      }
    </div>
  `,
})
export class App {
  protected readonly toasts = inject(Toasts);

  constructor() {
    const [app, injector] = [inject(ApplicationRef), inject(EnvironmentInjector)];
    afterNextRender(() => {
      if (isDevMode()) return;
      const late = new Promise((resolve) => setTimeout(resolve, LATEST_MS));
      void Promise.race([app.whenStable(), late])
        .then(() => import('./shell/worker'))
        .then(({ startWorker }) => {
          startWorker(injector);
        });
    });
  }
}
