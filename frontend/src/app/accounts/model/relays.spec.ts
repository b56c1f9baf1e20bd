import { Relay } from './apps';
import { healthOf, relayRequest } from './relays';

const relay: Relay = {
  id: 'r',
  kind: 'maloja',
  name: '',
  url: 'https://m.example',
  waiting: 0,
  sent: 0,
  refused: 0,
  last_sent_at: null,
  last_error: null,
  last_error_code: null,
  last_error_at: null,
  created_at: '2026-11-21T10:00:00Z',
};

describe('relays', () => {
  it('send what was typed, trimmed, without empty fields and those of other services', () => {
    expect(relayRequest('listenbrainz', { token: ' t ', url: '', key: 'old' })).toEqual({
      kind: 'listenbrainz',
      token: 't',
    });
    expect(relayRequest('maloja', { url: 'https://m.example', key: 'k' })).toEqual({
      kind: 'maloja',
      url: 'https://m.example',
      key: 'k',
    });
  });

  it('tell how the last delivery went', () => {
    expect(healthOf(relay)).toBe('new');
    expect(healthOf({ ...relay, last_sent_at: relay.created_at })).toBe('fine');
    expect(healthOf({ ...relay, waiting: 2 })).toBe('waiting');
    expect(healthOf({ ...relay, waiting: 2, last_error: 'No.' })).toBe('failing');
  });
});
