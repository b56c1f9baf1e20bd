import { readFileSync } from 'node:fs';

import { expect, Route, test } from '@playwright/test';

import { failing, full, signIn } from './support/api';
import { choose } from './support/choices';

test.use({ contextOptions: { reducedMotion: 'reduce' }, serviceWorkers: 'block' });

test('playlists stay when the next part of the list fails, and come on retry', async ({ page }) => {
  let away = true;
  const replies = full();
  const first = replies['GET /playlists'];
  await signIn(page, {
    ...replies,
    'GET /playlists': (route) => {
      const more = route.request().url().includes('cursor=');
      if (!more) return first?.(route) ?? route.abort();
      if (away) return failing(route);
      return route.fulfill({ json: { items: [], next_cursor: null } });
    },
  });
  await page.goto('/playlists');
  await expect(page.getByTestId('playlist')).toHaveCount(4);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('alert')).toContainText('The server does not answer.');
  await expect(page.getByTestId('playlist')).toHaveCount(4);
  away = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByTestId('playlist')).toHaveCount(4);
});

test('speakers get their names', async ({ page }) => {
  const names = ['Aigerim', 'Speaker 2'].map((label, index) => ({ id: `S${index + 1}`, label }));
  let sent: unknown = null;
  await signIn(page, {
    ...full(),
    'PATCH /transcripts/t1': (route) => {
      sent = route.request().postDataJSON();
      return route.fulfill({ json: { id: 't1', title: 'Meeting', speakers: names } });
    },
  });
  await page.goto('/transcripts/t1');
  await page.getByTestId('speakers-rename').click();
  await page.getByTestId('speaker-name').first().fill('Aigerim');
  await page.getByTestId('speaker-name').first().press('Enter');
  await expect(page.getByTestId('transcript-segment').first()).toContainText('Aigerim');
  expect(sent).toEqual({ speakers: names });
});

test('the world map can be kept as a picture', async ({ page }) => {
  const items = [{ value: 'KZ', plays: 1200, ms_played: 252_000_000, share: 1 }];
  await signIn(page, {
    ...full(),
    'GET /listening/habits': (route) =>
      route.fulfill({ json: { fact: 'country', items, definition: 'habits' } }),
  });
  await page.goto('/listening/patterns');
  await choose(page, 'Country');
  await page.getByRole('img', { name: /^Around the world/ }).waitFor();
  const saving = page.waitForEvent('download');
  await page
    .getByRole('button', { name: /: Around the world$/ })
    .first()
    .click();
  const picture = await saving;
  expect(picture.suggestedFilename()).toBe('Around the world.png');
  const bytes = readFileSync(await picture.path());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  // The sea alone would be a few thousand.
  expect(bytes.length).toBeGreaterThan(20_000);
});

test('a top list goes on as one scrolls, and stands where it was when one comes back', async ({
  page,
}) => {
  const songs = (first: number): unknown[] =>
    Array.from({ length: 100 }, (_, index) => ({
      id: first + index,
      rank: first + index,
      name: `Song ${first + index}`,
      artist: 'Dala',
      plays: 900 - first - index,
      ms_played: 60_000,
    }));
  await signIn(page, {
    ...full(),
    'GET /listening/top-items': (route) => {
      const first = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 1);
      const next_cursor = first < 201 ? String(first + 100) : null;
      return route.fulfill({ json: { items: songs(first), next_cursor } });
    },
  });
  await page.goto('/listening');
  await page.getByTestId('whole-list').click();
  await expect(page).toHaveURL(/\/top\/tracks$/);
  const rows = page.getByTestId('ranking').getByRole('listitem');
  await expect(rows.first()).toHaveAttribute('aria-setsize', '-1');
  const song = page.getByRole('link', { name: 'Song 240', exact: true });
  await expect(async () => {
    await page.evaluate(() => {
      window.scrollTo(0, 240 * 72);
    });
    await song.scrollIntoViewIfNeeded({ timeout: 300 });
  }).toPass();
  await expect(rows.first()).toHaveAttribute('aria-setsize', '300');
  expect(await rows.count()).toBeLessThan(80);
  // By keys alone one goes on from row to row.
  await song.focus();
  for (let rank = 241; rank <= 270; rank++) {
    await page.keyboard.press('Tab');
    const next = page.getByRole('link', { name: `Song ${rank}`, exact: true });
    await expect(next).toBeFocused();
    await expect(next).toBeInViewport();
    // Nobody presses the next key within the frames in which the rows follow.
    await page.evaluate(async () => {
      for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
    });
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/listening\/tracks\/270$/);
  await page.goBack();
  await expect(page.getByRole('link', { name: 'Song 270', exact: true })).toBeInViewport();
});

test('a server that is away is told once, and its charts come on retry', async ({ page }) => {
  let away = true;
  const replies = full();
  const listening = Object.entries(replies).filter(([call]) => call.startsWith('GET /listening'));
  const failingThen = listening.map(([call, reply]) => [
    call,
    (route: Route) => (away ? failing(route) : reply(route)),
  ]);
  await signIn(page, { ...replies, ...(Object.fromEntries(failingThen) as typeof replies) });
  await page.goto('/listening/patterns');
  await expect(page.getByRole('alert')).toHaveCount(1);
  away = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Hours of the week' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the history goes on in the window, and stands where it was when one comes back', async ({
  page,
}) => {
  const plays = (newest: number): unknown[] =>
    Array.from({ length: 100 }, (_, index) => ({
      id: newest - index,
      at: new Date(Date.UTC(2026, 10, 20) - (1000 - newest + index) * 1_200_000).toISOString(),
      track: `Song ${newest - index}`,
      track_id: newest - index,
      artist: 'Dala',
      artist_id: 40,
      album: null,
      album_id: null,
      client: null,
      ms_played: 180_000,
      source: 'spotify',
    }));
  await signIn(page, {
    ...full(),
    'GET /listening/listens': (route) => {
      const newest = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 1000);
      const next_cursor = newest > 800 ? String(newest - 100) : null;
      return route.fulfill({ json: { items: plays(newest), next_cursor, definition: 'plays' } });
    },
  });
  await page.goto('/listening/history');
  const song = page.getByRole('link', { name: 'Song 740', exact: true });
  await expect(async () => {
    await page.evaluate(() => {
      window.scrollTo(0, 260 * 64);
    });
    await song.scrollIntoViewIfNeeded({ timeout: 300 });
  }).toPass();
  await song.click();
  await expect(page).toHaveURL(/\/listening\/tracks\/740$/);
  await page.goBack();
  await expect(song).toBeInViewport();
});

for (const width of [360, 768, 1440]) {
  test(`nothing is wider than a window of ${width}`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height: 800 });
    await signIn(page, full());
    const paths = ['/home', '/listening', '/listening/imports', '/listening/names', '/playlists'];
    for (const path of [
      ...paths,
      '/listening/top/tracks',
      '/listening/top/genres',
      '/listening/genres/indie%20rock',
      '/listening/life-events/e1',
      '/listening/patterns',
      '/listening/discovery',
      '/listening/compare',
      '/listening/compare?what=artists',
      '/listening/compare?what=race',
      '/listening/history',
      '/listening/life-events',
      '/listening/rewind/2025',
      '/listening/definitions',
      '/listening/artists/40',
      '/settings/apps',
      '/listening/compare?what=people',
      '/listening/people/invitation#a-code',
      '/listening/site',
      '/playlists/p1',
      '/studio',
      '/studio/s1',
      '/transcripts/t1',
      '/settings',
    ]) {
      await page.goto(path);
      await expect(page.locator('h1').first()).toBeVisible();
      await page.waitForLoadState('networkidle');
      const over = await page.evaluate(() => document.body.scrollWidth - window.innerWidth);
      expect.soft(over, path).toBeLessThanOrEqual(0);
    }
  });
}
