import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LANGUAGE_FILES } from './language-files';

interface Tree {
  [key: string]: string | Tree;
}

const PLURAL = /^(zero|one|two|few|many|other)$/;
/** Families whose last part comes from the server or from a list in the code. */
const BY_NAME =
  /^(errors|jobs\.kinds|jobs\.steps|jobs\.states|ui\.range|shell\.uploads|studio\.stems|studio\.notes|transcripts\.reasons)\./;

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`).forEach((text, inner) => found.set(inner, text));
  }
  return found;
}

function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      return /\.(ts|html)$/.test(path) && !path.endsWith('.spec.ts')
        ? readFileSync(path, 'utf8')
        : '';
    })
    .join('\n');
}

/** Families that hold nothing but forms of number; a stem called "other" makes none. */
function plurals(keys: Iterable<string>): Set<string> {
  const families = new Map<string, boolean>();
  for (const key of keys) {
    const family = parent(key);
    const form = PLURAL.test(key.slice(family.length + 1));
    families.set(family, (families.get(family) ?? true) && form);
  }
  return new Set([...families].filter(([, whole]) => whole).map(([family]) => family));
}

const parent = (key: string): string => key.slice(0, Math.max(0, key.lastIndexOf('.')));

/** The keys as the code asks for them: one name for all forms of number. */
function base(keys: Iterable<string>): Set<string> {
  const all = [...keys];
  const families = plurals(all);
  return new Set(all.map((key) => (families.has(parent(key)) ? parent(key) : key)));
}

describe('texts', () => {
  const files = Object.entries(LANGUAGE_FILES);
  const load = async (lang: 'en' | 'ru' | 'kk'): Promise<Map<string, string>> =>
    flatten(await LANGUAGE_FILES[lang]());

  it.each(files.map(([lang]) => lang as 'en' | 'ru' | 'kk'))(
    '%s has exactly the keys of English',
    async (lang) => {
      const [english, own] = [base((await load('en')).keys()), base((await load(lang)).keys())];
      expect([...english].filter((key) => !own.has(key))).toEqual([]);
      expect([...own].filter((key) => !english.has(key))).toEqual([]);
    },
  );

  it.each(files.map(([lang]) => lang as 'en' | 'ru' | 'kk'))(
    '%s fills the same places and leaves nothing empty',
    async (lang) => {
      const english = await load('en');
      const places = (text: string): string[] => (text.match(/{{\w+}}/g) ?? []).sort();
      for (const [key, text] of await load(lang)) {
        expect(text, key).not.toBe('');
        const original = english.get(key);
        if (original !== undefined) expect(places(text), key).toEqual(places(original));
      }
    },
  );

  it.each(files.map(([lang]) => lang as 'en' | 'ru' | 'kk'))(
    '%s has every plural form of its language',
    async (lang) => {
      const texts = await load(lang);
      const forms = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
      for (const key of plurals(texts.keys())) {
        expect(
          forms.filter((form) => !texts.has(`${key}.${form}`)),
          key,
        ).toEqual([]);
      }
    },
  );

  it('uses every key somewhere', async () => {
    const code = sources(join(process.cwd(), 'src/app'));
    const prefixes = [...code.matchAll(/['`]([a-z]\w*(?:\.\w+)*\.)(?:'\s*[+,]|\$\{)/g)].map(
      ([, prefix]) => prefix ?? '',
    );
    const unused = [...base((await load('en')).keys())].filter(
      (key) =>
        !BY_NAME.test(key) &&
        !code.includes(`'${key}'`) &&
        !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('knows every key that the code asks for', async () => {
    const known = base((await load('en')).keys());
    const code = sources(join(process.cwd(), 'src/app'));
    const asked = [...code.matchAll(/(?:\bt\(|plural\(|plural:|title:)\s*'([\w.]*\w)'/g)];
    expect(asked.map(([, key]) => key ?? '').filter((key) => !known.has(key))).toEqual([]);
  });
});
