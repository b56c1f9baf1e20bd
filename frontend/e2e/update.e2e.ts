import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';

import { answerApi, signIn } from './support/api';

const BUILT = join(__dirname, '../dist/musaic-web/browser');
const PORT = Number(process.env['E2E_PORT'] ?? 4319) + 1;

/** Makes of a copy of the build what a later build is: another file, its hash, a later time. */
function buildAgain(root: string): void {
  const file = join(root, 'theme-start.js');
  const content = `${readFileSync(file, 'utf8')}\n// a later build\n`;
  writeFileSync(file, content);
  const path = join(root, 'ngsw.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as {
    timestamp: number;
    hashTable: Record<string, string>;
  };
  manifest.timestamp += 1;
  manifest.hashTable['/theme-start.js'] = createHash('sha1').update(content).digest('hex');
  writeFileSync(path, JSON.stringify(manifest));
}

test('a later build is offered and comes with a load', async ({ page }) => {
  test.slow();
  const root = mkdtempSync(join(tmpdir(), 'musaic-update-'));
  cpSync(BUILT, root, { recursive: true });
  const server = spawn(
    process.execPath,
    [join(__dirname, 'support/static-server.mjs'), String(PORT), root],
    { stdio: 'ignore' },
  );
  try {
    const address = `http://127.0.0.1:${PORT}/`;
    await expect
      .poll(
        () =>
          fetch(address).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 20_000 },
      )
      .toBe(true);
    await answerApi(page);
    await page.goto(address);
    await page.evaluate(() => navigator.serviceWorker.ready);
    // The worker takes pages over from their next load on, once it holds the whole version.
    await expect
      .poll(
        () => page.evaluate(async () => (await caches.match('/index.csr.html')) !== undefined),
        {
          timeout: 30_000,
        },
      )
      .toBe(true);
    await page.reload();
    buildAgain(root);
    await page.reload();
    const offer = page.getByRole('status').getByText('A new version');
    await expect(offer).toBeVisible({ timeout: 30_000 });
    const text = (): Promise<string> =>
      page.evaluate(async () => (await fetch('/theme-start.js')).text());
    expect(await text()).not.toContain('a later build');
    await page.getByRole('status').getByRole('button').first().click();
    await expect.poll(text, { timeout: 20_000 }).toContain('a later build');
  } finally {
    server.kill();
    rmSync(root, { recursive: true });
  }
});

test('the worker keeps the app and nothing of the API', async ({ page }) => {
  await signIn(page);
  await page.goto('/home');
  await page.evaluate(() => navigator.serviceWorker.ready);
  const kept = (): Promise<string[]> =>
    page.evaluate(async () => {
      const found: string[] = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        found.push(...(await cache.keys()).map(({ url }) => new URL(url).pathname));
      }
      return found;
    });
  await expect.poll(kept, { timeout: 30_000 }).toContain('/index.csr.html');
  await page.reload();
  await page.goto('/library');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const paths = await kept();
  expect(paths.filter((path) => path.endsWith('.woff2'))).toHaveLength(4);
  expect(paths.filter((path) => path.startsWith('/api/'))).toEqual([]);
});
