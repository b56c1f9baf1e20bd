import { Client, filledIn, NewApp } from './apps';

const client: Client = {
  id: 'pylast',
  name: 'pylast',
  protocol: 'lastfm',
  settings: [
    { label: 'host', value: 'music.example', secret: null },
    { label: 'password', value: '<app password>', secret: 'password' },
    { label: 'API key', value: '<API key>', secret: 'api_key' },
  ],
  file: 'key="<API key>" secret="<API secret>" password="<app password>" again="<API key>"',
};
const made: NewApp = {
  app: {
    id: 'a',
    name: 'Phone',
    api_key: 'k',
    has_password: true,
    created_at: '2026-11-21T10:00:00Z',
    last_used_at: null,
    last_client: null,
  },
  user_name: 'dana',
  password: 'p',
  api_secret: 's',
};

describe('settings of clients', () => {
  it('show the places of secrets until an app is made', () => {
    expect(filledIn(client, null)).toBe(client);
  });

  it('are ready to copy with the secrets of the app that was made', () => {
    const { settings, file } = filledIn(client, made);
    expect(settings.map(({ value }) => value)).toEqual(['music.example', 'p', 'k']);
    expect(file).toBe('key="k" secret="s" password="p" again="k"');
  });
});
