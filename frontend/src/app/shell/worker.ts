import { createEnvironmentInjector, EnvironmentInjector } from '@angular/core';
import { provideServiceWorker } from '@angular/service-worker';

import { AppUpdate } from './app-update';

const SCRIPT = 'ngsw-worker.js';

/**
 * Registers the service worker and watches for new versions. A chunk of its own: no page waits for
 * it. Angular registers by itself only from the providers of the whole app, which come first.
 */
export function startWorker(parent: EnvironmentInjector): void {
  if (!('serviceWorker' in navigator)) return;
  const workers = navigator.serviceWorker;
  const injector = createEnvironmentInjector([provideServiceWorker(SCRIPT), AppUpdate], parent);
  injector.get(AppUpdate).watch();
  workers.addEventListener('controllerchange', () => {
    workers.controller?.postMessage({ action: 'INITIALIZE' });
  });
  // Without a worker the app only lacks its offline shell.
  workers.register(SCRIPT).catch(() => null);
}
