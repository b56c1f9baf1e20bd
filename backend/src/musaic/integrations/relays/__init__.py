"""Services that listens can be passed on to."""

from musaic.integrations.outward import AddressRefusedError, Outward, UnreachableError
from musaic.integrations.relays.lastfm import Keys, LastfmTarget, open_lastfm_session
from musaic.integrations.relays.listenbrainz import ListenBrainzTarget
from musaic.integrations.relays.maloja import MalojaTarget
from musaic.integrations.relays.target import (
    CredentialsRefusedError,
    Delivery,
    OutgoingListen,
    Target,
    UnavailableError,
)

__all__ = [
    "AddressRefusedError",
    "CredentialsRefusedError",
    "Delivery",
    "Keys",
    "LastfmTarget",
    "ListenBrainzTarget",
    "MalojaTarget",
    "OutgoingListen",
    "Outward",
    "Target",
    "UnavailableError",
    "UnreachableError",
    "open_lastfm_session",
]
