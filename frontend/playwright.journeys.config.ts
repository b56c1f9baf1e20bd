import { resolve } from 'node:path';

import { defineConfig } from '@playwright/test';

import base from './playwright.config';
import { DATA_DIR, PORT } from './e2e/journeys/musaic';

/** The whole of Musaic, started as a user starts it, on a data folder of its own. */
export default defineConfig({
  ...base,
  testDir: 'e2e/journeys',
  testMatch: '**/*.journey.ts',
  // One Musaic for all: the first journey makes its first admin, the others come after.
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  use: { ...base.use, baseURL: `http://127.0.0.1:${PORT}` },
  webServer: {
    command: `rm -rf "${DATA_DIR}" && exec musaic up`,
    url: `http://127.0.0.1:${PORT}/readyz`,
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    env: {
      MUSAIC_PORT: String(PORT),
      MUSAIC_DATA_DIR: DATA_DIR,
      MUSAIC_RATE_LIMITS: 'false',
      MUSAIC_WEB_ROOT: resolve(__dirname, 'dist/musaic-web/browser'),
      // A worker that dies is noticed within seconds, not half a minute.
      MUSAIC_JOB_LEASE_S: '4',
    },
  },
});
