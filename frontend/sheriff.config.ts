import { noDependencies, SheriffConfig } from '@softarc/sheriff-core';

/**
 * Who may import whom: one tag a folder, `<room>:<kind>` or `shared:<kind>`.
 * Rooms see each other only through `public/`; `shared` sees no room.
 * Checked by `npm run walls`, which needs no ESLint.
 */
const ROOMS = ['accounts', 'catalog', 'listening', 'playlists', 'studio', 'transcripts'];
const SHARED = ['api-client', 'http', 'i18n', 'jobs', 'player', 'theme', 'ui', 'upload', 'util'];
const DOORS = ROOMS.map((room) => `${room}:public`);
const TO_SHARED = SHARED.map((kind) => `shared:${kind}`);
const BASE = ['shared:api-client', 'shared:http', 'shared:i18n', 'shared:util'];

const modules: NonNullable<SheriffConfig['modules']> = { 'src/app/shell': ['shell'] };
const depRules: SheriffConfig['depRules'] = {
  root: [...ROOMS.map((room) => `${room}:pages`), ...DOORS, 'shell', ...TO_SHARED],
  shell: [...DOORS, ...TO_SHARED],
  'shared:api-client': noDependencies,
  'shared:util': noDependencies,
  'shared:i18n': ['shared:util'],
  'shared:theme': ['shared:ui', 'shared:i18n', 'shared:util'],
  'shared:http': ['shared:api-client', 'shared:i18n', 'shared:util'],
  'shared:ui': ['shared:i18n', 'shared:util'],
  'shared:jobs': BASE,
  'shared:upload': BASE,
  'shared:player': ['shared:ui', ...BASE],
};

for (const kind of SHARED) {
  modules[`src/app/shared/${kind}`] = [`shared:${kind}`];
}
for (const room of ROOMS) {
  for (const kind of ['pages', 'data', 'ui', 'model', 'public']) {
    modules[`src/app/${room}/${kind}`] = [`${room}:${kind}`];
  }
  const [data, ui, model] = [`${room}:data`, `${room}:ui`, `${room}:model`];
  depRules[`${room}:pages`] = [data, ui, model, ...DOORS, ...TO_SHARED];
  depRules[`${room}:public`] = [data, ui, model, ...TO_SHARED];
  depRules[data] = [model, ...DOORS, ...BASE, 'shared:jobs', 'shared:upload', 'shared:player'];
  depRules[ui] = [model, 'shared:ui', 'shared:i18n', 'shared:util'];
  depRules[model] = ['shared:api-client'];
}

export const config: SheriffConfig = {
  version: 1,
  autoTagging: false,
  enableBarrelLess: true,
  entryFile: 'src/main.ts',
  modules,
  depRules,
};
