export type { AppOut as ConnectedApp } from '@app/shared/api-client/model/appOut';
export type { ClientOut as Client } from '@app/shared/api-client/model/clientOut';
export type { NewAppOut as NewApp } from '@app/shared/api-client/model/newAppOut';
export type { RelayOut as Relay } from '@app/shared/api-client/model/relayOut';
export type { SetupOut as Setup } from '@app/shared/api-client/model/setupOut';

import type { ClientOut } from '@app/shared/api-client/model/clientOut';
import type { NewAppOut } from '@app/shared/api-client/model/newAppOut';

/** What the server writes into settings files where a secret goes. */
const PLACES = {
  password: '<app password>',
  api_key: '<API key>',
  api_secret: '<API secret>',
} as const;

/**
 * The settings of a client with the secrets of an app that was made just now; without one the
 * places stay. `ready` tells whether everything can be copied as it stands.
 */
export function filledIn(client: ClientOut, made: NewAppOut | null): ClientOut {
  if (made === null) return client;
  const secrets = {
    password: made.password,
    api_key: made.app.api_key,
    api_secret: made.api_secret,
  };
  const file = (Object.keys(PLACES) as (keyof typeof PLACES)[]).reduce<string | null>(
    (text, secret) => text?.replaceAll(PLACES[secret], secrets[secret]) ?? null,
    client.file,
  );
  const settings = client.settings.map((setting) =>
    setting.secret === null ? setting : { ...setting, value: secrets[setting.secret] },
  );
  return { ...client, settings, file };
}
