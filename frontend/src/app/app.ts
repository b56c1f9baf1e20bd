import { afterNextRender, Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';

import { Toasts } from './shared/ui/toasts/toasts';
import { AppUpdate } from './shell/app-update';
import { Toaster } from './shell/toaster/toaster';

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
    const update = inject(AppUpdate);
    afterNextRender(() => {
      update.watch();
    });
  }
}
