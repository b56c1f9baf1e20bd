import { afterNextRender, Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';

import { AppUpdate } from './shell/app-update';
import { Toaster } from './shell/toaster/toaster';

@Component({
  selector: 'app-root',
  imports: [RouterOutlet, Toaster],
  template: `<router-outlet /><app-toaster />`,
})
export class App {
  constructor() {
    const update = inject(AppUpdate);
    afterNextRender(() => {
      update.watch();
    });
  }
}
