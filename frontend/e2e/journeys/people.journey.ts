import { Browser, expect, Page, test } from '@playwright/test';

import { haveAdmin, PASSWORD, signUp } from './musaic';
import { spotifyZip } from './zip';

const COMPARE = '/listening/compare?what=people';

test.beforeAll(async ({ request }) => {
  await haveAdmin(request);
});

/** A person in a browser of their own, whose history is in. */
async function listener(browser: Browser, name: string, plays: number): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signUp(page, name);
  await page.goto('/listening/imports');
  const file = {
    name: 'my_spotify_data.zip',
    mimeType: 'application/zip',
    buffer: spotifyZip(plays),
  };
  await page.getByTestId('import-file').locator('input').setInputFiles(file);
  await page.getByTestId('draft-start').click({ timeout: 20_000 });
  await expect(page.getByTestId('import-added')).toHaveText(String(plays), { timeout: 60_000 });
  return page;
}

test('two people compare, by a link, until one of them ends it', async ({ browser }) => {
  const asel = await listener(browser, 'asel', 300);
  const timur = await listener(browser, 'timur', 300);

  await asel.goto(COMPARE);
  await expect(asel.getByText('How alike is your music?')).toBeVisible();
  await asel.getByTestId('invite').click();
  const link = await asel.getByTestId('invitation-link').locator('code').innerText();
  expect(link).toMatch(/\/listening\/people\/invitation#[\w-]{24}$/);

  // Who is not signed in comes back to the invitation, code and all, after logging in.
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await expect(guest).toHaveURL(/log-in/);
  await guest.locator('#email').fill('timur@example.org');
  await guest.locator('#password').fill(PASSWORD);
  await guest.locator('form button[type=submit]').click();
  await expect(guest.getByTestId('invited')).toContainText('asel invites you to compare');
  await guest.getByTestId('accept').click();
  await expect(guest.getByRole('heading', { name: 'You and asel' })).toBeVisible();
  await expect(guest.getByTestId('match')).toContainText('100%');
  await expect(guest.getByTestId('shared').getByRole('row')).toHaveCount(21);

  await asel.goto(COMPARE);
  await expect(asel.getByRole('heading', { name: 'You and timur' })).toBeVisible();
  await expect(asel.getByTestId('match')).toContainText('100%');
  await timur.goto(link);
  await expect(timur.getByText('This invitation is not valid any more')).toBeVisible();

  const card = asel.getByTestId('connections');
  await card.getByRole('button', { name: 'End' }).click();
  await card.getByRole('button', { name: 'End' }).click();
  await expect(asel.getByRole('heading', { name: 'You and timur' })).toBeHidden();
  await guest.reload();
  await expect(guest.getByTestId('connections')).toBeVisible();
  await expect(guest.getByRole('heading', { name: 'You and asel' })).toBeHidden();
  await guest.getByText('Ended', { exact: true }).click();
  await expect(guest.getByText(/ended by them on/)).toBeVisible();
});
