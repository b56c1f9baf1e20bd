import type { LastfmRelayRequest } from '@app/shared/api-client/model/lastfmRelayRequest';
import type { ListenBrainzRelayRequest } from '@app/shared/api-client/model/listenBrainzRelayRequest';
import type { MalojaRelayRequest } from '@app/shared/api-client/model/malojaRelayRequest';
import type { RelayOut } from '@app/shared/api-client/model/relayOut';

export type RelayRequest = ListenBrainzRelayRequest | LastfmRelayRequest | MalojaRelayRequest;
export type RelayKind = RelayRequest['kind'];

export const RELAYS: readonly { kind: RelayKind; name: string }[] = [
  { kind: 'listenbrainz', name: 'ListenBrainz' },
  { kind: 'lastfm', name: 'Last.fm' },
  { kind: 'maloja', name: 'Maloja' },
];

export interface RelayField {
  key: 'url' | 'token' | 'key' | 'api_key' | 'api_secret' | 'username' | 'password';
  hidden: boolean;
  needed: boolean;
  placeholder: string;
}

const secret = (key: RelayField['key']): RelayField => ({
  key,
  hidden: true,
  needed: true,
  placeholder: '',
});
const address = (placeholder: string, needed = false): RelayField => ({
  key: 'url',
  hidden: false,
  needed,
  placeholder,
});

/** What each service wants to know. An address that is not needed has the placeholder's value. */
export const RELAY_FIELDS: Record<RelayKind, readonly RelayField[]> = {
  listenbrainz: [secret('token'), address('https://api.listenbrainz.org')],
  lastfm: [
    secret('api_key'),
    secret('api_secret'),
    { key: 'username', hidden: false, needed: true, placeholder: '' },
    secret('password'),
    address('https://ws.audioscrobbler.com/2.0/'),
  ],
  maloja: [address('https://maloja.example.org', true), secret('key')],
};

/** What was typed as a request: trimmed, and without what was left empty. */
export function relayRequest(kind: RelayKind, typed: Record<string, string>): RelayRequest {
  const given = RELAY_FIELDS[kind]
    .map(({ key }): [string, string] => [key, (typed[key] ?? '').trim()])
    .filter(([, value]) => value !== '');
  return { kind, ...Object.fromEntries(given) } as RelayRequest;
}

export type RelayHealth = 'new' | 'fine' | 'waiting' | 'failing';

/** How the last delivery went. */
export function healthOf({ last_error, last_sent_at, waiting }: RelayOut): RelayHealth {
  if (last_error !== null) return 'failing';
  if (waiting > 0) return 'waiting';
  return last_sent_at === null ? 'new' : 'fine';
}
