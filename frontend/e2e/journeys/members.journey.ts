import { expect, test } from '@playwright/test';

import { haveAdmin, PASSWORD, processesOf, signUp, song } from './musaic';
import { spotifyZip } from './zip';

const wav = (name: string, seconds = 1): { name: string; mimeType: string; buffer: Buffer } => ({
  name,
  mimeType: 'audio/wav',
  buffer: song(seconds),
});

test.beforeAll(async ({ request }) => {
  await haveAdmin(request);
});

test('a second member registers, and language and theme stay as chosen', async ({ page }) => {
  await page.goto('/register');
  await expect(page.locator('form button[type=submit]')).toBeEnabled();
  await page.locator('#display-name').fill('Dana');
  await page.locator('#email').fill('dana@example.org');
  await page.locator('#password').fill(PASSWORD);
  await page.locator('form button[type=submit]').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Dana');
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Русский' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Здравствуйте, Dana');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Здравствуйте, Dana');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await page.goto('/library');
  await expect(page.getByText('Пока нет звука')).toBeVisible();
});

test('a streaming export dropped on the page becomes charts; twice adds nothing', async ({
  page,
}) => {
  await signUp(page, 'importer');
  await page.goto('/listening/imports');
  const zone = page.locator('[data-testid=import-file]');
  await expect(zone).toBeVisible();
  const bytes = spotifyZip(12_000).toString('base64');
  const drop = async (): Promise<void> => {
    const transfer = await page.evaluateHandle((packed) => {
      const list = new DataTransfer();
      const content = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
      list.items.add(new File([content], 'my_spotify_data.zip', { type: 'application/zip' }));
      return list;
    }, bytes);
    await zone.dispatchEvent('drop', { dataTransfer: transfer });
    await expect(page.getByTestId('preview-usable')).toHaveText('12,000', { timeout: 20_000 });
    await page.getByTestId('draft-start').click();
  };
  await drop();
  await expect(page.getByRole('progressbar').first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByTestId('import-added')).toHaveText('12,000', { timeout: 60_000 });
  await drop();
  await expect(page.getByTestId('import-added')).toHaveCount(2, { timeout: 20_000 });
  await expect(page.getByTestId('import-duplicates').first()).toHaveText('12,000', {
    timeout: 60_000,
  });
  await expect(page.getByTestId('import-added').first()).toHaveText('0');
  await page.goto('/listening');
  await expect(page.getByTestId('total')).toHaveText('12,000');
  await expect(page.getByRole('img', { name: /^Over time\. / })).toBeVisible();
  await page.goto('/home');
  await expect(page.getByTestId('home-week')).toContainText('12,000');
});

test('many files at once land in the library, and keys alone lead to the player', async ({
  page,
}) => {
  await signUp(page, 'keys');
  await page.goto('/library');
  const files = Array.from({ length: 12 }, (_, index) => wav(`Take ${index + 1}.wav`));
  await page.locator('app-library-page input[type=file]').setInputFiles(files);
  const rows = page.getByRole('button', { name: /^Play Take/ });
  await expect(rows).toHaveCount(12, { timeout: 60_000 });

  await page.context().clearCookies();
  await page.evaluate(() => {
    localStorage.clear();
  });
  await page.goto('/log-in');
  await expect(page.locator('form button[type=submit]')).toBeEnabled();
  await page.locator('#email').focus();
  await page.keyboard.type('keys@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/home$/);
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Listening');
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await expect(rows.first()).toBeVisible();
  const reached = (): Promise<boolean> =>
    rows.first().evaluate((button) => button === document.activeElement);
  for (let step = 0; step < 40 && !(await reached()); step++) await page.keyboard.press('Tab');
  expect(await reached()).toBe(true);
  await page.keyboard.press('Enter');
  const player = page.getByRole('region', { name: 'Player' });
  await expect(player).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(player).toBeVisible();
});

test('a phone leads through every room, and the shell stands without a network', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signUp(page, 'phone');
  await page.goto('/home');
  const rooms = page.getByRole('navigation', { name: 'Rooms' });
  for (const room of ['Listening', 'Playlists', 'Studio']) {
    await rooms.getByRole('link', { name: room }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(room);
  }
  await rooms.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Transcripts' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Transcripts');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(() => page.evaluate(async () => (await caches.keys()).length), { timeout: 20_000 })
    .toBeGreaterThan(1);
  await page.waitForTimeout(2000);
  await page.reload();
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText('You are offline.')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Transcripts');
});

test('a worker killed in the middle is replaced, and the page finishes by itself', async ({
  page,
}) => {
  await signUp(page, 'patient');
  await page.goto('/studio');
  await page
    .locator('[data-testid=studio-file] input[type=file]')
    .setInputFiles(wav('Long evening.wav', 40));
  await expect(page).toHaveURL(/\/studio\/.+/, { timeout: 30_000 });
  const working = page.getByRole('progressbar');
  await expect(working).toBeVisible();
  await expect(working).not.toHaveAttribute('aria-valuenow', '0', { timeout: 30_000 });
  const workers = processesOf('musaic.entrypoints.worker');
  expect(workers.length).toBeGreaterThan(0);
  for (const id of workers) process.kill(id, 'SIGKILL');
  await expect(page.getByTestId('stem')).toHaveCount(2, { timeout: 90_000 });
  await expect(page.getByTestId('mixer-play')).toBeEnabled({ timeout: 15_000 });
});
