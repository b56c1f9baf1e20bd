import { defineConfig } from '@playwright/test';

const port = Number(process.env['E2E_PORT'] ?? 4319);

/** The production build behind a small static server; the service worker exists only there. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  // Two pages at once keep two cores busy; each test has a browser context of its own.
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      chromiumSandbox: false,
      args: [
        '--no-first-run',
        '--no-default-browser-check',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-domain-reliability',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
      ],
    },
  },
  webServer: {
    command: `node e2e/support/static-server.mjs ${port}`,
    port,
    reuseExistingServer: false,
  },
});
