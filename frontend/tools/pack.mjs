// After a build: writes what the server sends compressed, and fails when the first paint costs too much.
// node tools/pack.mjs [dist folder]
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Bytes of brotli that every page needs: the scripts and styles its shell names. */
const INITIAL_BROTLI = 122_000;
/** What landing and log-in need on top: their own chunks, their HTML with its styles, no fonts. */
const PAGE_BROTLI = { 'index.html': 155_000, 'log-in/index.html': 175_000 };
const PACKED = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest']);
const SMALLEST = 512;

const br = promisify(brotliCompress);
const gz = promisify(gzip);
const root =
  process.argv[2] ?? fileURLToPath(new URL('../dist/musaic-web/browser/', import.meta.url));

async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
}

async function pack(file) {
  const raw = await readFile(file);
  if (!PACKED.has(extname(file)) || raw.length < SMALLEST) return;
  const best = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  };
  await writeFile(`${file}.br`, await br(raw, { params: best }));
  await writeFile(`${file}.gz`, await gz(raw, { level: 9 }));
}

/** Bytes of a file as the server sends it. */
async function sent(name) {
  const packed = await readFile(join(root, `${name}.br`)).catch(() => null);
  return (packed ?? (await readFile(join(root, name)))).length;
}

async function weigh(page) {
  const html = await readFile(join(root, page), 'utf8');
  const names = [...html.matchAll(/<(?:script|link)[^>]*(?:src|href)="([^"]+\.(?:js|css))"/g)];
  const loaded = new Set(names.map(([, name]) => name));
  const sizes = await Promise.all([...loaded].map(sent));
  return { own: await sent(page), files: sizes.reduce((sum, size) => sum + size, 0), loaded };
}

for (const file of await files(root)) await pack(file);

const failures = [];
function judge(name, bytes, limit) {
  process.stdout.write(
    `${name}: ${(bytes / 1000).toFixed(1)} kB brotli, limit ${limit / 1000} kB\n`,
  );
  if (bytes > limit) failures.push(name);
}
judge('initial', (await weigh('index.csr.html')).files, INITIAL_BROTLI);
for (const [page, limit] of Object.entries(PAGE_BROTLI)) {
  const { own, files: rest } = await weigh(page);
  judge(join(page, '..') === '.' ? 'landing' : basename(join(page, '..')), own + rest, limit);
}
if (failures.length > 0) {
  process.stderr.write(`too heavy: ${failures.join(', ')}\n`);
  process.exit(1);
}
