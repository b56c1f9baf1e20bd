"""From a stored relay to the account that it stands for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson

from musaic.integrations.relays import (
    CredentialsRefusedError,
    Keys,
    LastfmTarget,
    ListenBrainzTarget,
    MalojaTarget,
    Outward,
    Target,
)
from musaic.listening.scrobbling.parts import parts
from musaic.platform.security.vault import SealBrokenError

Credentials = dict[str, str]


def outward() -> Outward:
    """Return the guarded way out of this process."""
    return Outward(parts().relay_hosts)


def place_of(relay_id: UUID) -> str:
    """Return where a relay's credentials are sealed for."""
    return f"scrobble_relay:{relay_id}"


def target_of(kind: str, url: str, credentials: Credentials) -> Target:
    """Return the account that these credentials open."""
    if kind == "listenbrainz":
        return ListenBrainzTarget(outward(), url, credentials["token"])
    if kind == "maloja":
        return MalojaTarget(outward(), url, credentials["key"])
    keys = Keys(credentials["api_key"], credentials["api_secret"])
    return LastfmTarget(outward(), url, keys, credentials["session_key"])


def target_for(relay: Mapping[str, Any]) -> Target:
    """Return the account of a stored relay; raises CredentialsRefusedError if its seal is broken."""
    try:
        box = parts().vault.open(relay["credentials"], place_of(relay["id"]))
    except SealBrokenError as error:
        raise CredentialsRefusedError from error
    return target_of(relay["kind"], relay["url"], orjson.loads(box))


def sealed(relay_id: UUID, credentials: Credentials) -> bytes:
    """Return the credentials as they are stored."""
    return parts().vault.seal(orjson.dumps(credentials), place_of(relay_id))
