import AxeBuilder from '@axe-core/playwright';
import { expect, Page, test } from '@playwright/test';

import { answerApi, failing, full, NOTHING, Replies, signIn } from './support/api';
import { choose } from './support/choices';

const OPEN = ['/', '/log-in', '/register', '/setup'];
const LISTS = [
  '/home',
  '/listening',
  '/listening/top/tracks',
  '/listening/top/genres',
  '/listening/imports',
  '/listening/names',
  '/listening/patterns',
  '/listening/discovery',
  '/listening/compare',
  '/listening/compare?what=people',
  '/listening/history',
  '/listening/life-events',
  '/listening/rewind',
  '/listening/definitions',
  '/listening/site',
  '/playlists',
  '/studio',
  '/transcripts',
  '/library',
  '/search?q=dala',
  '/settings',
  '/settings/apps',
];
const DETAILS = [
  '/listening/compare?what=artists',
  '/listening/compare?what=race',
  '/listening/people/invitation#a-code',
  '/listening/artists/40',
  '/listening/genres/indie%20rock',
  '/listening/life-events/e1',
  '/listening/rewind/2025',
  '/playlists/p1',
  '/studio/s1',
  '/transcripts/t1',
  '/no-such-page',
];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

const APP = {
  app: {
    id: 'a9',
    name: 'Phone',
    api_key: 'key',
    has_password: true,
    created_at: '2026-11-21T10:00:00Z',
    last_used_at: null,
    last_client: null,
  },
  user_name: 'aigerim',
  password: '0f1e-2d3c',
  api_secret: 'secret',
};

const INVITED = {
  id: 'i9',
  code: 's3cret',
  link: 'http://127.0.0.1:8000/listening/people/invitation#s3cret',
  created_at: '2026-11-21T10:00:00Z',
  expires_at: '2026-11-28T10:00:00Z',
};
const WORLD = {
  fact: 'country',
  items: [
    { value: 'KZ', plays: 1200, ms_played: 252_000_000, share: 0.9 },
    { value: 'DE', plays: 100, ms_played: 21_000_000, share: 0.075 },
    { value: 'SG', plays: 33, ms_played: 6_900_000, share: 0.025 },
    { value: 'unknown', plays: 40, ms_played: 8_400_000, share: null },
  ],
  definition: 'habits',
};

/** Puts the theme on, and waits until no colour is on its way from the other one any more. */
async function wear(page: Page, theme: string): Promise<void> {
  await page.evaluate(async (value) => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    document.documentElement.dataset['theme'] = value;
    await frame();
    const passing = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(passing.map((each) => each.finished));
    await frame();
  }, theme);
}

async function judge(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('h1').first()).toBeAttached();
  await page.waitForLoadState('networkidle');
  await look(page);
}

async function look(page: Page): Promise<void> {
  for (const theme of ['light', 'dark']) {
    await wear(page, theme);
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    const found = violations.map(({ id, nodes }) => [
      id,
      nodes.map(({ html, failureSummary }) => html + (failureSummary ?? '')),
    ]);
    expect.soft(found, theme).toEqual([]);
  }
}

test.use({ contextOptions: { reducedMotion: 'reduce' }, serviceWorkers: 'block' });

for (const path of OPEN) {
  test(`nobody is shut out of ${path}`, async ({ page }) => {
    await answerApi(page);
    await judge(page, path);
  });
}
for (const path of [...LISTS, ...DETAILS]) {
  test(`nobody is shut out of ${path}, full`, async ({ page }) => {
    await signIn(page, full());
    await judge(page, path);
  });
}
for (const path of LISTS) {
  test(`nobody is shut out of ${path}, empty`, async ({ page }) => {
    await signIn(page, NOTHING);
    await judge(page, path);
  });
}

for (const path of [
  ...LISTS,
  '/listening/artists/40',
  '/playlists/p1',
  '/studio/s1',
  '/transcripts/t1',
]) {
  test(`nobody is shut out of ${path} when the server fails`, async ({ page }) => {
    const calls = Object.keys({ ...full(), 'GET /media': null }).filter(
      (call) => call !== 'GET /demo',
    );
    const broken: Replies = Object.fromEntries(calls.map((call) => [call, failing]));
    await signIn(page, broken);
    await judge(page, path);
  });
}

test('nobody is shut out of tables, menus, the tray and the help', async ({ page }) => {
  await signIn(page, full());
  await page.goto('/listening');
  for (const chart of ['Over time', 'Round the clock', 'Through the week']) {
    await page.getByRole('button', { name: `Show as a table: ${chart}` }).click();
    await expect(page.getByRole('region', { name: chart }).getByRole('table')).toBeVisible();
  }
  const check = async (): Promise<void> => {
    // Material lays menus and dialogs outside the landmarks of the page, as it should.
    const axe = new AxeBuilder({ page }).withTags(TAGS).disableRules('region');
    const { violations } = await axe.analyze();
    expect.soft(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  };
  await check();
  await page.keyboard.press('j');
  await expect(page.getByRole('region', { name: 'Under way' })).toBeVisible();
  await check();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Your account' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await check();
  await page.keyboard.press('Escape');
  await choose(page, 'Genres');
  await expect(page.getByTestId('genre-list')).toBeVisible();
  await check();
});

test('nobody is shut out of the world map', async ({ page }) => {
  test.slow();
  await signIn(page, {
    ...full(),
    'GET /listening/habits': (route) => route.fulfill({ json: WORLD }),
  });
  await page.goto('/listening/patterns');
  await choose(page, 'Country');
  const map = page.getByRole('img', { name: 'Around the world. Kazakhstan: 1,200' });
  await expect(map).toBeVisible();
  await map.scrollIntoViewIfNeeded();
  await expect(page.getByText('Too small for the map: Singapore')).toBeVisible();
  await look(page);
  await page.getByRole('button', { name: 'Show as a table: Around the world' }).press('Enter');
  const table = page.getByRole('region', { name: 'Around the world' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await look(page);
});

test('nobody is shut out of an invitation made just now', async ({ page }) => {
  await signIn(page, {
    ...full(),
    'POST /listening/people/invitations': (route) => route.fulfill({ status: 201, json: INVITED }),
  });
  await page.goto('/listening/compare?what=people');
  await page.getByTestId('invite').click();
  await expect(page.getByTestId('invitation-link')).toContainText('/invitation#s3cret');
  await look(page);
});

test('nobody is shut out of a new import, its columns, and a new app', async ({ page }) => {
  await signIn(page, {
    ...full(),
    'POST /scrobbling/apps': (route) => route.fulfill({ json: APP }),
  });
  await page.goto('/listening/imports');
  const csv = { name: 'my-player.csv', mimeType: 'text/csv', buffer: Buffer.from('When;Who') };
  await page.getByTestId('import-file').locator('input').setInputFiles(csv);
  await page.getByTestId('column-title').selectOption('Ән');
  await page.getByTestId('column-time').selectOption('When');
  await expect(page.getByRole('region', { name: 'The first rows' }).getByRole('row')).toHaveCount(
    6,
  );
  await look(page);
  await page.goto('/settings/apps');
  await page.getByTestId('app-name').fill('Phone');
  await page.getByTestId('app-make').click();
  await expect(page.getByTestId('app-password')).toContainText('0f1e-2d3c');
  await look(page);
});

test('nobody is shut out of an archive of several tables', async ({ page }) => {
  const table = {
    included: false,
    delimiter: ';',
    columns: ['When', 'Who', 'What'],
    rows: [
      ['When', 'Who', 'What'],
      ['2025-01-01 08:00', 'Ninety One', 'Bayau'],
    ],
  };
  const unknown = { ...table, mapping: null, remembered: false };
  const map = { title: 'What', time: 'When', artist: 'Who', delimiter: ';', header: true };
  const preview = {
    ...{ media_id: 'm1', filename: 'all.zip', bytes: 900, timezone: 'Asia/Almaty' },
    ...{ needs_zone: false, needs_mapping: true, complete: true, rows: 0, skipped: 0, rejected: 0 },
    ...{ first_at: null, last_at: null, files: [], ignored: 3, examples: [] },
    tables: [
      { ...unknown, name: 'my-player.csv', signature: 'a1' },
      { ...table, name: 'old.csv', signature: 'b2', mapping: map, remembered: true },
      { ...unknown, name: 'playlists.csv', signature: 'c3' },
    ],
  };
  await signIn(page, {
    ...full(),
    'POST /imports/preview': (route) => route.fulfill({ json: preview }),
  });
  await page.goto('/listening/imports');
  const zip = { name: 'all.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') };
  await page.getByTestId('import-file').locator('input').setInputFiles(zip);
  await expect(page.getByRole('heading', { name: 'old.csv' })).toBeVisible();
  await page.getByRole('button', { name: 'columns of my-player.csv' }).click();
  await expect(page.getByTestId('column-title')).toHaveCount(2);
  await look(page);
  await page.getByRole('button', { name: 'columns of old.csv' }).click();
  await expect(page.getByTestId('column-title')).toHaveCount(1);
  await expect(page.getByTestId('draft-map')).toHaveCount(2);
});

test('nobody is shut out of saying what an artist is the same as', async ({ page }) => {
  const example = {
    artist: 'Painted Gardens',
    title: 'Inside the Highway',
    artists_after: ['Inside the Highway'],
    title_after: 'Inside the Highway',
    excluded: false,
  };
  await signIn(page, {
    ...full(),
    'POST /listening/names/rules/preview': (route) =>
      route.fulfill({ json: { listens: 2580, songs: 41, exact: true, examples: [example] } }),
  });
  await page.goto('/listening/artists/40');
  await page.getByTestId('same-as').click();
  await page.getByTestId('name-choice').first().click();
  await expect(page.getByTestId('rule-examples')).toBeVisible();
  await expect(page.getByTestId('merge-save')).toBeEnabled();
  await look(page);
});
