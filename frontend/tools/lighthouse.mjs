// Lighthouse over a running Musaic: landing and log-in, mobile and desktop, the median of three runs.
// node tools/lighthouse.mjs URL
// CHROME_PATH: which Chromium; LIGHTHOUSE_RUNS: how many runs; MUSAIC_DATA_DIR: where that Musaic keeps its
// data, needed only when nobody has made the first account yet.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PAGES = ['/', '/log-in'];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const BARS = {
  mobile: { performance: 90, accessibility: 100, 'best-practices': 100, seo: 100 },
  desktop: { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 },
};
const RUNS = Number(process.env.LIGHTHOUSE_RUNS ?? 3);
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const cli = fileURLToPath(new URL('../node_modules/lighthouse/cli/index.js', import.meta.url));
const run = promisify(execFile);

const base = process.argv[2];
if (base === undefined) {
  process.stderr.write('Say where Musaic runs: node tools/lighthouse.mjs http://127.0.0.1:8000\n');
  process.exit(2);
}

/** Chromium sometimes loses its own trace on a busy machine: that run says nothing and is repeated. */
async function measured(url, form, folder, tries = 3) {
  try {
    return await measure(url, form, folder);
  } catch (error) {
    if (tries === 1) throw error;
    return measured(url, form, folder, tries - 1);
  }
}

async function measure(url, form, folder) {
  const report = join(folder, 'report.json');
  const preset = form === 'desktop' ? ['--preset=desktop'] : [];
  await run(process.execPath, [
    cli,
    url,
    '--quiet',
    '--no-enable-error-reporting',
    '--output=json',
    `--output-path=${report}`,
    `--only-categories=${CATEGORIES.join(',')}`,
    `--chrome-flags=${FLAGS.join(' ')}`,
    ...preset,
  ]);
  const { categories, audits, environment } = JSON.parse(await readFile(report, 'utf8'));
  const scores = CATEGORIES.map((name) => [name, Math.round((categories[name]?.score ?? 0) * 100)]);
  const missed = Object.values(categories)
    .filter(({ id }) => id !== 'performance')
    .flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1);
  return {
    ...Object.fromEntries(scores),
    missed: missed.map(({ id }) => id),
    lcp: audits['largest-contentful-paint'].numericValue,
    tbt: audits['total-blocking-time'].numericValue,
    cls: audits['cumulative-layout-shift'].numericValue,
    machine: Math.round(environment.benchmarkIndex),
  };
}

/** The middle one; between two the lower, so that an even number of runs flatters nobody. */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

/** Without an administrator the landing page moves on to set-up, and set-up would be measured. */
async function makeFirstAccount() {
  const address = new URL('/api/v1/setup', base);
  const { needs_admin: needed } = await (await fetch(address)).json();
  if (!needed) return;
  const token = await readFile(
    join(process.env.MUSAIC_DATA_DIR ?? '', 'secrets/setup-token'),
    'utf8',
  );
  const account = { email: 'measure@example.org', password: randomUUID(), display_name: 'Measure' };
  const reply = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Musaic-CSRF': '1' },
    body: JSON.stringify({ ...account, token: token.trim() }),
  });
  if (!reply.ok) throw new Error(`set-up was refused: ${reply.status} ${await reply.text()}`);
}

await makeFirstAccount();
const folder = await mkdtemp(join(tmpdir(), 'musaic-lighthouse-'));
const failures = [];
try {
  for (const page of PAGES) {
    for (const [form, bars] of Object.entries(BARS)) {
      const runs = [];
      for (let turn = 0; turn < RUNS; turn += 1) {
        runs.push(await measured(new URL(page, base).href, form, folder));
      }
      const of = (name) => median(runs.map((one) => one[name]));
      const scores = CATEGORIES.map((name) => `${name} ${of(name)}`).join(', ');
      const facts = `LCP ${Math.round(of('lcp'))} ms, TBT ${Math.round(of('tbt'))} ms, CLS ${of('cls').toFixed(3)}`;
      process.stdout.write(`${page} ${form}: ${scores} (${facts}, machine ${of('machine')})\n`);
      const missed = new Set(runs.flatMap((one) => one.missed));
      if (missed.size > 0) process.stdout.write(`  missed: ${[...missed].join(', ')}\n`);
      for (const [name, bar] of Object.entries(bars)) {
        if (of(name) < bar) failures.push(`${page} ${form} ${name} ${of(name)} < ${bar}`);
      }
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
if (failures.length > 0) {
  process.stderr.write(`Below the bar:\n  ${failures.join('\n  ')}\n`);
  process.exit(1);
}
