"""Connected apps, relays and the song of this moment over HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from musaic.integrations.relays.lastfm import DEFAULT_URL as LASTFM_URL
from musaic.platform.schemas import Input, Output

RelayKind = Literal["listenbrainz", "lastfm", "maloja"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=512, pattern=r"^[^\x00-\x1f\x7f]+$")]
Address = Annotated[str, StringConstraints(min_length=1, max_length=512, pattern=r"^https?://[!-~]+$")]


class AppRequest(Input):
    """A name to recognise the app by."""

    name: Name


class AppOut(Output):
    """A connected app. ``has_password`` is false for one that was approved in the browser."""

    id: UUID
    name: str
    api_key: str = Field(description="For apps that want an API key; it opens nothing by itself")
    has_password: bool
    created_at: datetime
    last_used_at: datetime | None
    last_client: str | None = Field(description="What the app calls itself")


class AppList(Output):
    """All connected apps, newest first."""

    items: list[AppOut]


class NewAppOut(Output):
    """A new app; ``password`` and ``api_secret`` are shown this once."""

    app: AppOut
    user_name: str = Field(description="The user name to enter in the app")
    password: str = Field(description="App password, and user token of ListenBrainz clients")
    api_secret: str = Field(description="Goes with the API key, for apps that want both")


class SettingOut(Output):
    """One field of an app's settings. ``secret`` marks where the app password goes."""

    label: str
    value: str
    secret: Literal["password", "api_key", "api_secret"] | None


class ClientOut(Output):
    """How to connect one popular app."""

    id: str
    name: str
    protocol: Literal["listenbrainz", "lastfm", "audioscrobbler"]
    settings: list[SettingOut]
    file: str | None = Field(description="The same as text for the app's settings file, if it has one")


class EndpointsOut(Output):
    """Where each protocol answers."""

    listenbrainz: str
    lastfm: str
    audioscrobbler: str


class SetupOut(Output):
    """What to enter in apps."""

    user_name: str
    endpoints: EndpointsOut
    clients: list[ClientOut]


class ApprovalRequest(Input):
    """The answer to an app that asks to be let in."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    allow: bool


class ApprovalOut(Output):
    """An app that asks to be let in, and as whom."""

    client: str
    api_key: str
    user_name: str


class ListenBrainzRelayRequest(Input):
    """An account at ListenBrainz, or at any server that speaks its API."""

    kind: Literal["listenbrainz"]
    url: Address = "https://api.listenbrainz.org"
    token: Secret


class MalojaRelayRequest(Input):
    """A Maloja server."""

    kind: Literal["maloja"]
    url: Address
    key: Secret


class LastfmRelayRequest(Input):
    """An account at Last.fm, or at any server that speaks its API; the password is not kept."""

    kind: Literal["lastfm"]
    url: Address = LASTFM_URL
    api_key: Secret
    api_secret: Secret
    username: Secret
    password: Secret


RelayRequest = Annotated[
    ListenBrainzRelayRequest | MalojaRelayRequest | LastfmRelayRequest, Field(discriminator="kind")
]


class RelayOut(Output):
    """A service that live listens are passed on to; its credentials are never shown."""

    id: UUID
    kind: RelayKind
    name: str = Field(description="The account's name there, empty where there are no names")
    url: str
    waiting: int = Field(description="Listens still to be sent")
    sent: int
    refused: int = Field(description="Listens that the service did not want")
    last_sent_at: datetime | None
    last_error: str | None
    last_error_code: str | None = Field(description="Stable: relay_refused, relay_unreachable …")
    last_error_at: datetime | None
    created_at: datetime


class RelayList(Output):
    """All relays, newest first."""

    items: list[RelayOut]


class PlayingOut(Output):
    """A song that plays now; ``expires_at`` is when it is over at the latest.

    The ids are those of charts, null for what the caller has not listened to before.
    """

    artist: str
    title: str
    album: str | None
    artist_id: int | None
    track_id: int | None
    album_id: int | None
    duration_ms: int | None
    client: str
    started_at: datetime
    expires_at: datetime


class NowPlayingOut(Output):
    """What the caller plays now, if anything."""

    playing: PlayingOut | None
