// Serves the built app the way the API does: strict policy, shell for unknown paths, 404 for files.
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const ROOT =
  process.argv[3] ?? fileURLToPath(new URL('../../dist/musaic-web/browser/', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
};
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "media-src 'self' blob:; worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
const packed = new Map();

/** Pictures and fonts are packed already; the rest goes out as brotli, packed once. */
async function content(file) {
  if (/\.(png|woff2)$/.test(file)) return { body: await readFile(file) };
  const { mtimeMs } = await stat(file);
  const key = `${file} ${mtimeMs}`;
  const body = packed.get(key) ?? brotliCompressSync(await readFile(file), QUALITY);
  packed.set(key, body);
  return { body, encoding: 'br' };
}

async function find(path) {
  const inside = join(ROOT, normalize(decodeURIComponent(path)));
  const candidates = extname(path)
    ? [inside]
    : [join(inside, 'index.html'), join(ROOT, 'index.csr.html')];
  for (const file of candidates) {
    if ((await stat(file).catch(() => null))?.isFile()) return file;
  }
  return null;
}

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const file = pathname.startsWith('/api/') ? null : await find(pathname);
  if (file === null) {
    response.writeHead(404, { 'Content-Type': 'application/problem+json' });
    response.end('{"status":404,"code":"http_404"}');
    return;
  }
  const { body, encoding } = await content(file);
  const hashed = /-[A-Za-z0-9_-]{8}\.(js|css|woff2)$/.test(file);
  response.writeHead(200, {
    ...(encoding ? { 'Content-Encoding': encoding } : {}),
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(body);
}).listen(Number(process.argv[2] ?? 4319), '127.0.0.1');
