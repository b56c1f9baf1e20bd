import { expect, test } from '@playwright/test';

import { setupToken, sharedClip, song } from './musaic';

const EMAIL = 'aigerim@example.org';
const PASSWORD = 'a quiet steppe at night';

test.describe.configure({ mode: 'serial' });

test('the first admin is made with the token from the terminal', async ({ page }) => {
  await page.goto('/setup');
  await expect(page.getByRole('button').last()).toBeEnabled();
  await page.locator('#token').fill(setupToken());
  await page.locator('#display-name').fill('Aigerim');
  await page.locator('#email').fill(EMAIL);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('form button[type=submit]').click();
  await expect(page).toHaveURL(/\/home$/);
});

test.describe('signed in', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/log-in');
    await expect(page.locator('form button[type=submit]')).toBeEnabled();
    await page.locator('#email').fill(EMAIL);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('form button[type=submit]').click();
    await expect(page).toHaveURL(/\/home$/);
  });

  test('a song becomes stems that play in step', async ({ page }) => {
    await page.goto('/studio');
    const file = { name: 'Evening.wav', mimeType: 'audio/wav', buffer: song() };
    await page.locator('[data-testid=studio-file] input[type=file]').setInputFiles(file);
    await expect(page).toHaveURL(/\/studio\/.+/);
    await expect(page.getByTestId('stem')).toHaveCount(2, { timeout: 60_000 });
    await page.getByTestId('mixer-play').click();
    await expect(page.getByTestId('mixer-time')).not.toHaveText(/^0:00/, { timeout: 15_000 });
    await page.getByTestId('stem-mute').first().click();
    await expect(page.getByTestId('stem-download')).toHaveCount(4);
  });

  test('speech becomes text to read along', async ({ page }) => {
    const clip = sharedClip('speech/en/goforward.wav');
    test.skip(clip === null, 'no shared data beside this checkout');
    await page.goto('/transcripts');
    await page.locator('[data-testid=transcript-file] input[type=file]').setInputFiles(clip ?? []);
    await expect(page).toHaveURL(/\/transcripts\/.+/);
    await expect(page.getByTestId('transcript-segment').first()).toContainText(/forward/i, {
      timeout: 60_000,
    });
    await expect(page.getByTestId('transcript-draft')).toBeVisible();
  });

  test('two years of listening become charts, and a playlist that explains itself', async ({
    page,
  }) => {
    await page.goto('/listening');
    await page.getByTestId('load-demo').click();
    await expect(page.getByTestId('top-list').first()).toBeVisible({ timeout: 60_000 });
    await page.goto('/playlists');
    await page.getByTestId('seed-option').first().click();
    await page.getByTestId('generate').click();
    await expect(page.getByTestId('playlist-track').nth(9)).toBeVisible({ timeout: 20_000 });
    await expect(page.getByTestId('playlist-reason').first()).not.toBeEmpty();
    const saved = page.waitForEvent('download');
    await page.getByTestId('export-m3u8').click();
    expect((await saved).suggestedFilename()).toMatch(/\.m3u8$/);
  });
});
