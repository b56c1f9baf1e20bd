import { readFileSync } from 'node:fs';

import { Download, expect, Locator, Page, test } from '@playwright/test';

import { haveAdmin, signUp } from './musaic';
import { PLAYS, spotifyFile } from './spotify';

test.beforeAll(async ({ request }) => {
  await haveAdmin(request);
});

const added = (page: Page): Locator => page.getByTestId('import-added').first();

/** Chooses a file on the page of imports and waits for what was found in it. */
async function choose(page: Page, file: string | ReturnType<typeof spotifyFile>): Promise<void> {
  await page.goto('/listening/imports');
  await page.getByTestId('import-file').locator('input').setInputFiles(file);
  await expect(page.getByTestId('draft-start')).toBeEnabled({ timeout: 20_000 });
}

async function bringIn(page: Page, name: string): Promise<void> {
  await signUp(page, name);
  await choose(page, spotifyFile());
  await page.getByTestId('draft-start').click();
  await expect(added(page)).toHaveText('13', { timeout: 30_000 });
}

/** The room's own ways, so that nothing is loaded anew. */
const go = (page: Page, name: string): Promise<void> =>
  page.getByTestId('room-nav').getByRole('link', { name, exact: true }).click();
const inTheList = (page: Page): Locator => page.getByTestId('top-list').getByRole('listitem');
const openTop = async (page: Page, what: string): Promise<void> => {
  await page.getByText(what, { exact: true }).first().click();
};

async function bytesOf(download: Promise<Download>): Promise<Buffer> {
  return readFileSync(await (await download).path());
}

test('an export is looked at, brought in, counted, and taken back', async ({ page }) => {
  await signUp(page, 'reader');
  await choose(page, spotifyFile());
  await expect(page.getByTestId('preview-files')).toContainText('Spotify');
  await expect(page.getByTestId('preview-files')).toContainText('14 rows');
  await expect(page.getByTestId('preview-usable')).toHaveText('13');
  await expect(page.getByText('Mar 10, 2025 – Mar 21, 2025').first()).toBeVisible();
  await expect(page.getByText('Times as in UTC')).toBeVisible();
  await expect(page.getByTestId('preview-examples')).toContainText('Steppe morning');

  await page.getByTestId('draft-start').click();
  await expect(page.getByRole('progressbar').or(added(page)).first()).toBeVisible();
  await expect(added(page)).toHaveText('13', { timeout: 30_000 });
  await expect(page.getByTestId('import-skipped')).toHaveText('1');

  await page.goto('/listening');
  await expect(page.getByTestId('total')).toHaveText(String(PLAYS));
  await expect(inTheList(page).first()).toContainText(/Steppe morning.*Dala.*5 plays/s);
  await expect(inTheList(page)).toHaveCount(4);
  await openTop(page, 'Artists');
  await expect(inTheList(page).first()).toContainText(/Dala.*8 plays/s);
  await page.getByRole('button', { name: 'Show as a table: Through the week' }).click();
  const week = page.getByRole('region', { name: 'Through the week' });
  // 15 March 2025 was a Saturday; nothing was played on the 22nd.
  await expect(week.getByRole('row', { name: /^Sat/ })).toHaveText(/3$/);

  await choose(page, spotifyFile());
  await page.getByTestId('draft-start').click();
  await expect(page.getByTestId('import-added')).toHaveCount(2, { timeout: 30_000 });
  await expect(added(page)).toHaveText('0');
  await expect(page.getByTestId('import-duplicates').first()).toHaveText('13');

  await page.getByTestId('undo-import').last().click();
  await page.getByTestId('undo-confirm').click();
  await expect(page.getByTestId('import-added')).toHaveCount(1, { timeout: 30_000 });
  await page.goto('/listening');
  await expect(page.getByTestId('empty-import')).toBeVisible();
});

test('two spellings become one artist by a rule, and two again', async ({ page }) => {
  await bringIn(page, 'speller');
  await page.goto('/listening/names');
  const pick = async (field: string, name: string): Promise<void> => {
    const picker = page.getByTestId(field);
    await picker.getByRole('searchbox').fill(name);
    await picker.getByRole('button', { name: new RegExp(`^${name}\\b.*plays`) }).click();
  };
  await pick('subject', 'Dalla');
  await pick('target', 'Dala');
  await expect(page.getByTestId('rule-examples')).toContainText('Ночной поезд');
  await page.getByTestId('rule-save').click();
  const undo = page.getByTestId('rule-undo');
  await expect(undo).toBeVisible();

  const artists = async (): Promise<void> => {
    await page.getByRole('link', { name: 'Listening' }).last().click();
    await openTop(page, 'Artists');
  };
  await artists();
  await expect(inTheList(page)).toHaveCount(2);
  await expect(inTheList(page).first()).toContainText(/Dala.*10 plays/s);

  await page.getByTestId('open-names').click();
  await undo.click();
  await expect(undo).toBeHidden();
  await artists();
  await expect(inTheList(page)).toHaveCount(3);
  await expect(inTheList(page).first()).toContainText(/Dala.*8 plays/s);
});

test('a player sends what it plays, and the page shows it at once', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await bringIn(page, 'scrobbler');
  await page.goto('/settings/apps');
  await page.getByTestId('app-name').fill('Kitchen');
  await page.getByTestId('app-make').click();
  const token = await page.getByTestId('app-password').locator('code').innerText();
  const settings = page.getByTestId('setup-settings');
  await expect(settings).toContainText(token);
  await settings.getByRole('button', { name: /^Copy/ }).first().click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toMatch(/^http:.*\/1\/submit-listens$/);

  const song = {
    artist_name: 'Mira Solvang',
    track_name: 'Harbour lights',
    release_name: 'Harbour',
  };
  const send = async (listen_type: string, payload: object): Promise<void> => {
    const reply = await context.request.post(address, {
      headers: { Authorization: `Token ${token}` },
      data: { listen_type, payload: [payload] },
    });
    expect(reply.status(), await reply.text()).toBe(200);
  };
  await page.goto('/listening');
  await expect(page.getByTestId('total')).toHaveText(String(PLAYS));
  await send('playing_now', { track_metadata: song });
  await expect(page.getByTestId('now-playing')).toContainText('Harbour lights');
  const listened_at = Math.floor(Date.now() / 1000) - 240;
  await send('single', { listened_at, track_metadata: song });
  await expect(page.getByTestId('total')).toHaveText(String(PLAYS + 1));
  await expect(inTheList(page).filter({ hasText: 'Harbour lights' })).toContainText('1 play');
  await go(page, 'History');
  await expect(page.getByTestId('history')).toContainText('Harbour lights');
});

test('a trip is marked, seen over the music, and told before, during and after', async ({
  page,
}) => {
  await bringIn(page, 'traveller');
  await page.goto('/listening/life-events');
  await page.getByTestId('add-event').click();
  const form = page.getByTestId('event-form');
  await form.getByLabel('Name').fill('A walk to Turgen');
  await form.getByLabel('First day').fill('2025-03-15');
  await form.getByLabel('Last day').fill('2025-03-17');
  await form.getByRole('button', { name: 'Save' }).click();
  const link = page.getByRole('link', { name: 'A walk to Turgen' });
  await expect(link).toBeVisible();
  const timeline = page.getByRole('region', { name: 'Over time' });
  await expect(timeline.or(page.locator('app-area-chart')).first()).toContainText(
    'A walk to Turgen',
  );
  await link.click();
  const [was, later] = [page.getByRole('table').first(), page.getByRole('table').last()];
  await expect(was.getByRole('columnheader')).toHaveText(['Before', 'During']);
  await expect(later.getByRole('columnheader')).toHaveText(['During', 'After']);
  await expect(was.getByRole('row', { name: /^Plays \d/ })).toHaveText(/2\s*6/);
  await expect(later.getByRole('row', { name: /^Plays \d/ })).toHaveText(/6\s*2/);
  await go(page, 'Overview');
  await expect(page.locator('app-area-chart').first()).toContainText('A walk to Turgen');
});

test('a year is told, and its picture can be kept', async ({ page }) => {
  await bringIn(page, 'teller');
  await page.goto('/listening/rewind');
  await expect(page).toHaveURL(/\/rewind\/2025$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your 2025 in music');
  await expect(page.getByRole('link', { name: 'Dala' }).first()).toBeVisible();
  await expect(page.getByTestId('share-image')).toBeVisible({ timeout: 20_000 });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'PNG' }).click();
  const picture = await bytesOf(saved);
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  // Width and height stand in the first chunk.
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1080, 1350]);
  const drawn = page.waitForEvent('download');
  await page.getByRole('button', { name: 'SVG' }).click();
  expect((await bytesOf(drawn)).toString()).toContain('Steppe morning');
});

test('everything leaves in one file, and stands in a new account as it was', async ({
  page,
  browser,
}) => {
  await bringIn(page, 'mover');
  const saved = page.waitForEvent('download');
  await page.getByTestId('take-out-musaic').click();
  const file = await (await saved).path();
  const totals = async (on: Page): Promise<string[]> => {
    await on.goto('/listening');
    await expect(on.getByTestId('total')).toHaveText(String(PLAYS));
    return [
      await on.locator('app-hero').innerText(),
      await on.getByTestId('top-list').innerText(),
      await on.locator('app-hour-clock').innerText(),
    ];
  };
  const before = await totals(page);
  const fresh = await (await browser.newContext()).newPage();
  await signUp(fresh, 'moved');
  await choose(fresh, file);
  await expect(fresh.getByTestId('preview-files')).toContainText('Musaic');
  await fresh.getByTestId('draft-start').click();
  await expect(added(fresh)).toHaveText('13', { timeout: 30_000 });
  expect(await totals(fresh)).toEqual(before);
});
