import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DEFINED, WORDS } from './definitions';

const ROOT = join(process.cwd(), 'src/app/listening');
/** What replies to no chart of the app, or says what there is not. */
const NO_CHART = ['words', 'not-shown'];

function sources(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path) && !path.endsWith('.spec.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}

function asked(texts: readonly string[], pattern: RegExp): string[] {
  return texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name ?? ''));
}

describe('definitions', () => {
  const known: readonly string[] = [...WORDS, ...DEFINED];

  it('are the headings of the page in the documentation, in its order', () => {
    const page = readFileSync(join(process.cwd(), '../docs/listening/definitions.md'), 'utf8');
    const slugs = asked([page], /^## (.+)$/gm).map((heading) =>
      heading.toLowerCase().replaceAll(' ', '-'),
    );
    expect(slugs.filter((slug) => !NO_CHART.includes(slug))).toEqual([...DEFINED]);
  });

  it('hold whatever a chart of the app leads to', () => {
    const names = asked(sources(ROOT, /\.(ts|html)$/), /\sdefinition="([^"]*)"/g);
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('hold whatever a reply of the server names', () => {
    const server = join(process.cwd(), '../backend/src/musaic/listening');
    const names = asked(sources(server, /\.py$/), /\bdefinition="([a-z-]+)"/g);
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });
});
