// Photographs every page of a running Musaic, so that eyes can judge them: npm run screens -- [options]
//   --base http://127.0.0.1:8000   --email … --password …   (the account whose pages are full)
//   --empty e-mail of an account without data (same password)
//   --out folder   --only words of names, comma   --widths 360,768,1440   --themes light,dark   --lang en
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';

const text = (value) => ({ type: 'string', default: value });
const { values: options } = parseArgs({
  options: {
    base: text('http://127.0.0.1:8000'),
    email: text('aigerim@example.org'),
    empty: text(''),
    password: text('a quiet steppe at night'),
    out: text('screens'),
    only: text(''),
    widths: text('360,768,1440'),
    themes: text('light,dark'),
    lang: text('en'),
  },
});
const API = '**/api/v1/';
const HEIGHTS = { 360: 780, 768: 1024, 1440: 900 };
const OPEN = { landing: '/', 'log-in': '/log-in', register: '/register', setup: '/setup' };
const PAGES = {
  home: '/home',
  listening: '/listening',
  imports: '/listening/imports',
  playlists: '/playlists',
  studio: '/studio',
  transcripts: '/transcripts',
  library: '/library',
  search: '/search?q=a',
  settings: '/settings',
  'not-found': '/no-such-page',
};
const EXTRAS = {
  'jobs-tray': ['/home', (page) => page.keyboard.press('j')],
  help: ['/home', (page) => page.keyboard.press('?')],
  account: ['/home', (page) => page.locator('app-top-bar .account').click()],
  player: ['/library', (page) => page.locator('app-library-page li button').first().click()],
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: false,
});
await mkdir(options.out, { recursive: true });
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
  const found = {};
  for (const [name, room, path] of [
    ['playlist', 'playlists', '/playlists/'],
    ['separation', 'separations', '/studio/'],
    ['transcript', 'transcripts', '/transcripts/'],
  ]) {
    const reply = await fetch(`${options.base}/api/v1/${room}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const { items } = await reply.json();
    items.slice(0, name === 'transcript' ? 3 : 1).forEach(({ id }, index) => {
      found[index === 0 ? name : `${name}-${index + 1}`] = path + id;
    });
  }
  return found;
}

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
  await page.waitForTimeout(700);
  if (act) await act(page);
  if (act) await page.waitForTimeout(500);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (wide > 0) console.warn(`${name}: ${wide} px wider than the window`);
  await page.screenshot({ path: join(options.out, `${name}.png`), fullPage: !act });
  await page.close();
}

const hold = () => new Promise(() => undefined);
const fail = (route) =>
  route.fulfill({
    status: 503,
    json: { status: 503, code: 'server_away', title: 'Away', request_id: '5f1c9a02' },
  });
const ROOMS =
  /\/api\/v1\/(listening|imports|playlists|separations|transcripts|media|search|me\/|demo)/;

for (const width of options.widths.split(',').map(Number)) {
  for (const theme of options.themes.split(',')) {
    const tag = `${width}-${theme}`;
    const visitor = await open(width, theme);
    for (const [name, path] of Object.entries(OPEN)) {
      await shoot(visitor, `${name}.open.${tag}`, path);
    }
    await visitor.close();

    const full = await open(width, theme);
    const token = await signIn(full, options.email);
    const one = await details(token);
    const pages = { ...PAGES, ...one };
    for (const [name, path] of Object.entries(pages)) {
      await shoot(full, `${name}.full.${tag}`, path);
    }
    for (const [name, [path, act]] of Object.entries(EXTRAS)) {
      await shoot(full, `${name}.extra.${tag}`, path, act);
    }
    await full.route(ROOMS, hold);
    for (const [name, path] of Object.entries(pages)) {
      if (!/transcript-|not-found/.test(name)) await shoot(full, `${name}.loading.${tag}`, path);
    }
    await full.unroute(ROOMS, hold);
    await full.route(ROOMS, fail);
    for (const [name, path] of Object.entries(pages)) {
      if (!/transcript-|not-found/.test(name)) await shoot(full, `${name}.failing.${tag}`, path);
    }
    await full.close();

    if (options.empty !== '') {
      const empty = await open(width, theme);
      await signIn(empty, options.empty);
      for (const [name, path] of Object.entries(PAGES)) {
        if (name !== 'not-found') await shoot(empty, `${name}.empty.${tag}`, path);
      }
      await empty.close();
    }
  }
}
await browser.close();
