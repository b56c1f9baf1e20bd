import { expect, test } from '@playwright/test';

import { answerApi, signIn } from './support/api';

const OPEN = ['/', '/log-in', '/register', '/setup'];
test('log in, find the way by keys, open the tray, switch the language', async ({ page }) => {
  await answerApi(page);
  await page.goto('/log-in?next=/library');
  await expect(page.getByRole('button', { name: 'Log in' })).toBeEnabled();
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('Enter your e-mail address.')).toBeVisible();
  await page.getByLabel('E-mail').fill('aigerim@example.org');
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL('/library');
  await expect(page).toHaveTitle('Library · Musaic');
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Aigerim');
  await page.keyboard.press('j');
  const tray = page.getByRole('region', { name: 'Under way' });
  await expect(tray.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '62');
  await expect(tray.getByText('The export could not be read.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Қазақша' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Сәлем, Aigerim');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Сәлем, Aigerim');
});

test('a page for members asks to log in and comes back', async ({ page }) => {
  await answerApi(page);
  await page.goto('/settings');
  await expect(page).toHaveURL('/log-in?next=%2Fsettings');
});

test('the policy of the server meets no inline script', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await answerApi(page);
  for (const path of OPEN) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
  }
  expect(complaints).toEqual([]);
});

test('the shell opens without a network', async ({ page, context }) => {
  await signIn(page);
  await page.goto('/home');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(() => page.evaluate(async () => (await caches.keys()).length), { timeout: 20_000 })
    .toBeGreaterThan(1);
  await page.waitForTimeout(2000);
  await page.reload();
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Hello');
  await expect(page.getByText('You are offline.')).toBeVisible();
});
