// Renders the PNG icons of the manifest from their SVG sources: `npm run icons` (needs Chromium).
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';

const FOLDER = new URL('../public/icons/', import.meta.url);
const ICONS = [
  ['icon.svg', 'icon-192.png', 192],
  ['icon.svg', 'icon-512.png', 512],
  ['icon-maskable.svg', 'icon-maskable-512.png', 512],
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: false,
});
for (const [source, target, size] of ICONS) {
  const svg = await readFile(new URL(source, FOLDER), 'utf8');
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px}</style>${svg}`);
  await writeFile(new URL(target, FOLDER), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
