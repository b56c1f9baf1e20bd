// Photographs every page of a running Musaic in every state, so that eyes can judge them:
// npm run screens -- FOLDER [options]
//   --base http://127.0.0.1:8000   --email … --password …   (the account whose pages are full)
//   --empty e-mail of an account without data (same password); without it no empty pages are taken
//   --only words of names, comma   --states full,loading,failing,empty,open,extra
//   --widths 360,768,1440   --themes light,dark   --lang en
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';

const text = (value) => ({ type: 'string', default: value });
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: text('http://127.0.0.1:8000'),
    email: text('aigerim@example.org'),
    empty: text(''),
    password: text('a quiet steppe at night'),
    only: text(''),
    states: text('open,full,extra,loading,failing,empty'),
    widths: text('360,768,1440'),
    themes: text('light,dark'),
    lang: text('en'),
  },
});
const folder = positionals[0] ?? 'screens';
const states = options.states.split(',');
const API = '**/api/v1/';
const HEIGHTS = { 360: 780, 768: 1024, 1440: 900 };
const OPEN = { landing: '/', 'log-in': '/log-in', register: '/register', setup: '/setup' };
const PAGES = {
  home: '/home',
  listening: '/listening',
  'top-tracks': '/listening/top/tracks',
  'top-genres': '/listening/top/genres',
  patterns: '/listening/patterns',
  discovery: '/listening/discovery',
  'compare-ranges': '/listening/compare',
  'compare-artists': '/listening/compare?what=artists',
  'compare-race': '/listening/compare?what=race',
  'compare-people': '/listening/compare?what=people',
  invitation: '/listening/people/invitation#no-such-code',
  site: '/listening/site',
  history: '/listening/history',
  'life-events': '/listening/life-events',
  rewind: '/listening/rewind',
  definitions: '/listening/definitions',
  names: '/listening/names',
  imports: '/listening/imports',
  playlists: '/playlists',
  studio: '/studio',
  transcripts: '/transcripts',
  library: '/library',
  search: '/search?q=a',
  settings: '/settings',
  apps: '/settings/apps',
  'not-found': '/no-such-page',
};
const tables = async (page) => {
  for (const button of await page.getByTestId('as-table').all()) await button.click();
};
/** A table of no known format: its columns are to be named. */
const TABLE = [
  'When;Who;What;On;For',
  '2026-05-01 18:20:11;Dala;Steppe morning;First light;211',
  '2026-05-01 18:24:02;Mira Solvang;Return of the Moon;Painted Window;188',
].join('\n');
const bring = async (page) => {
  const file = { name: 'my-player.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) };
  await page.getByTestId('import-file').locator('input').setInputFiles(file);
  await page.getByTestId('column-title').waitFor();
};
const press = (id) => (page) => page.getByTestId(id).click();
const EXTRAS = {
  'jobs-tray': ['/home', (page) => page.keyboard.press('j')],
  help: ['/home', (page) => page.keyboard.press('?')],
  account: ['/home', (page) => page.locator('app-top-bar .account').click()],
  player: ['/library', (page) => page.locator('app-library-page li button').first().click()],
  tables: ['/listening', tables],
  'same-as': ['artist', (page) => page.getByTestId('same-as').click()],
  'new-event': ['/listening/life-events', press('add-event')],
  mapper: ['/listening/imports', bring],
  invite: ['/listening/compare?what=people', press('invite')],
  map: [
    '/listening/patterns',
    async (page) => {
      await page.locator('app-habits-section input[value=country]').check({ force: true });
      await page.locator('app-world-map').scrollIntoViewIfNeeded();
    },
  ],
  genres: ['/listening', (page) => page.locator('input[value=genre]').check({ force: true })],
  'new-app': [
    '/settings/apps',
    async (page) => {
      await page.getByTestId('app-name').fill('Car');
      await page.getByTestId('app-make').click();
      await page.getByTestId('app-password').waitFor();
    },
  ],
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: false,
});
await mkdir(folder, { recursive: true });
const wanted = options.only === '' ? [] : options.only.split(',');
const chosen = (name) => wanted.length === 0 || wanted.some((word) => name.includes(word));

async function open(width, theme) {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHTS[width] ?? 900 },
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Almaty',
  });
  await context.addInitScript(
    ([dress, language]) => {
      localStorage.setItem('musaic.theme', dress);
      localStorage.setItem('musaic.language', language);
    },
    [theme, options.lang],
  );
  return context;
}

async function grantOf(email) {
  const reply = await fetch(`${options.base}/api/v1/auth/token`, {
    method: 'POST',
    body: new URLSearchParams({ username: email, password: options.password }),
  });
  if (!reply.ok) throw new Error(`log-in of ${email}: ${reply.status}`);
  return reply.json();
}

async function signIn(context, email) {
  const { access_token: token, user } = await grantOf(email);
  const grant = { access_token: token, token_type: 'bearer', expires_in: 600, user };
  await context.route(`${API}auth/refresh`, (route) => route.fulfill({ json: grant }));
  await context.addInitScript(() => localStorage.setItem('musaic.signed-in', '1'));
  return token;
}

/** The newest thing of each room, for the pages that show one. */
async function details(token) {
  const ask = async (path) => {
    const headers = { Authorization: `Bearer ${token}` };
    const reply = await fetch(`${options.base}/api/v1/${path}`, { headers });
    return (await reply.json()).items ?? [];
  };
  const found = {};
  for (const kind of ['artist', 'album', 'track']) {
    const [best] = await ask(`listening/top-items?range=all&limit=1&entity=${kind}`);
    if (best) found[kind] = `/listening/${kind}s/${best.id}`;
  }
  const [genre] = await ask('listening/genres?range=all&limit=1');
  if (genre) found.genre = `/listening/genres/${encodeURIComponent(genre.name)}`;
  for (const [name, room, path, most] of [
    ['life-event', 'listening/life-events', '/listening/life-events/', 1],
    ['playlist', 'playlists', '/playlists/', 1],
    ['separation', 'separations', '/studio/', 1],
    ['transcript', 'transcripts', '/transcripts/', 3],
  ]) {
    (await ask(room)).slice(0, most).forEach(({ id }, index) => {
      found[index === 0 ? name : `${name}-${index + 1}`] = path + id;
    });
  }
  return found;
}

/** What sticks to the lower edge of the window lies at the end of a picture of the whole page. */
const AT_THE_END =
  'app-frame { position: relative } app-frame .dock { position: absolute !important }';

async function shoot(context, name, path, act) {
  if (!chosen(name)) return;
  const page = await context.newPage();
  page.on('pageerror', (error) => console.warn(`${name}: ${error.message}`));
  await page.goto(options.base + path, { waitUntil: 'domcontentloaded' });
  await page
    .locator('h1')
    .first()
    .waitFor({ state: 'attached', timeout: 8000 })
    .catch(() => null);
  await page.waitForTimeout(900);
  if (act) await act(page);
  if (act) await page.waitForTimeout(500);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (wide > 0) console.warn(`${name}: ${wide} px wider than the window`);
  if (!act) await page.addStyleTag({ content: AT_THE_END });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: !act });
  await page.close();
}

const hold = () => new Promise(() => undefined);
const fail = (route) =>
  route.fulfill({
    status: 503,
    json: { status: 503, code: 'server_away', title: 'Away', request_id: '5f1c9a02' },
  });
const ROOMS =
  /\/api\/v1\/(listening|imports|scrobbling|playlists|separations|transcripts|media|search|me\/|demo)/;

async function everyPage(context, state, pages, tag) {
  for (const [name, path] of Object.entries(pages)) {
    if (state !== 'full' && /transcript-|not-found/.test(name)) continue;
    await shoot(context, `${name}.${state}.${tag}`, path);
  }
}

for (const width of options.widths.split(',').map(Number)) {
  for (const theme of options.themes.split(',')) {
    const tag = `${options.lang}.${width}.${theme}`;
    if (states.includes('open')) {
      const visitor = await open(width, theme);
      await everyPage(visitor, 'open', OPEN, tag);
      await visitor.close();
    }

    const full = await open(width, theme);
    const pages = { ...PAGES, ...(await details(await signIn(full, options.email))) };
    if (states.includes('full')) await everyPage(full, 'full', pages, tag);
    if (states.includes('extra')) {
      for (const [name, [path, act]] of Object.entries(EXTRAS)) {
        await shoot(full, `${name}.extra.${tag}`, pages[path] ?? path, act);
      }
    }
    for (const [state, answer] of [
      ['loading', hold],
      ['failing', fail],
    ]) {
      if (!states.includes(state)) continue;
      await full.route(ROOMS, answer);
      await everyPage(full, state, pages, tag);
      await full.unroute(ROOMS, answer);
    }
    await full.close();

    if (options.empty !== '' && states.includes('empty')) {
      const empty = await open(width, theme);
      await signIn(empty, options.empty);
      await everyPage(empty, 'empty', PAGES, tag);
      await empty.close();
    }
  }
}
await browser.close();
