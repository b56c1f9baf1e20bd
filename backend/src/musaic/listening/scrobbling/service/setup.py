"""Copy-ready settings for popular apps, from the address that Musaic is reached at."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

ProtocolName = Literal["listenbrainz", "lastfm", "audioscrobbler"]
SecretName = Literal["password", "api_key", "api_secret"]
# Stands in text files where the person pastes the password.
PASSWORD = "<app password>"  # noqa: S105  a placeholder
KEY, SECRET = "<API key>", "<API secret>"


@dataclass(frozen=True)
class Setting:
    """One field; a ``secret`` one is filled in with what was shown when the app was made."""

    label: str
    value: str
    secret: SecretName | None = None


@dataclass(frozen=True)
class Client:
    """One app, in the words of its own settings page."""

    id: str
    name: str
    protocol: ProtocolName
    settings: list[Setting] = field(default_factory=list)
    file: str | None = None


def endpoints(root: str) -> dict[str, str]:
    """Return where each protocol answers."""
    return {"listenbrainz": f"{root}/1/", "lastfm": f"{root}/2.0/", "audioscrobbler": f"{root}/"}


def clients(root: str, user: str) -> list[Client]:
    """Return the settings of each app; ``root`` has no trailing slash."""
    return [*_players(root), *_servers(root), *_lastfm(root, user), *_audioscrobbler(root, user)]


def _token(label: str) -> Setting:
    return Setting(label, PASSWORD, "password")


def _players(root: str) -> list[Client]:
    return [
        Client(
            "web-scrobbler",
            "Web Scrobbler",
            "listenbrainz",
            [
                Setting("Accounts › ListenBrainz › API URL", f"{root}/1/submit-listens"),
                _token("Accounts › ListenBrainz › Token"),
            ],
        ),
        Client(
            "pano-scrobbler",
            "Pano Scrobbler",
            "listenbrainz",
            [Setting("Custom ListenBrainz › API URL", f"{root}/"), _token("Custom ListenBrainz › Token")],
        ),
        Client(
            "liblistenbrainz",
            "liblistenbrainz (Python)",
            "listenbrainz",
            [Setting("api_base_url", root), _token("set_auth_token")],
            "import liblistenbrainz\n\n"
            f'client = liblistenbrainz.ListenBrainz("{root}")\nclient.set_auth_token("{PASSWORD}")\n',
        ),
    ]


def _servers(root: str) -> list[Client]:
    return [
        Client(
            "navidrome",
            "Navidrome",
            "listenbrainz",
            [
                Setting("ListenBrainz.Enabled", "true"),
                Setting("ListenBrainz.BaseURL", f"{root}/1/"),
                _token("Personal › Scrobble to ListenBrainz"),
            ],
            f'ListenBrainz.Enabled = true\nListenBrainz.BaseURL = "{root}/1/"\n',
        ),
        Client(
            "multi-scrobbler",
            "multi-scrobbler",
            "listenbrainz",
            [Setting("url", f"{root}/1/"), _token("token")],
            '[{"name": "musaic", "enable": true, "configureAs": "client",\n'
            f'  "data": {{"token": "{PASSWORD}", "username": "musaic", "url": "{root}/1/"}}}}]\n',
        ),
        Client(
            "jellyfin",
            "Jellyfin (ListenBrainz plugin)",
            "listenbrainz",
            [Setting("ListenBrainz API URL", root), _token("User token")],
        ),
        Client(
            "beets",
            "beets (listenbrainz plugin)",
            "listenbrainz",
            [_token("listenbrainz › token")],
            f"plugins: listenbrainz\nlistenbrainz:\n  token: {PASSWORD}\n  base_url: {root}/1\n",
        ),
    ]


def _lastfm(root: str, user: str) -> list[Client]:
    host = urlsplit(root).netloc
    return [
        Client(
            "pano-scrobbler-gnufm",
            "Pano Scrobbler (GNU FM)",
            "lastfm",
            [
                Setting("GNU FM › API URL", f"{root}/2.0/"),
                Setting("User name", user),
                _token("Password"),
            ],
        ),
        Client(
            "pylast",
            "pylast (Python)",
            "lastfm",
            [
                Setting("host", host),
                Setting("user name", user),
                _token("password"),
                Setting("API key", KEY, "api_key"),
                Setting("API secret", SECRET, "api_secret"),
            ],
            "import pylast\n\n"
            'network = pylast._Network(\n    name="Musaic", homepage="'
            f'{root}", ws_server=("{host}", "/2.0/"),\n'
            f'    api_key="{KEY}", api_secret="{SECRET}", session_key="",\n'
            f'    username="{user}", password_hash=pylast.md5("{PASSWORD}"),\n'
            "    domain_names={}, urls={},\n)\n",
        ),
    ]


def _audioscrobbler(root: str, user: str) -> list[Client]:
    return [
        Client(
            "mpdscribble",
            "mpdscribble",
            "audioscrobbler",
            [Setting("url", f"{root}/"), Setting("username", user), _token("password")],
            f"[musaic]\nurl = {root}/\nusername = {user}\npassword = {PASSWORD}\n"
            "journal = ~/.mpdscribble/musaic.journal\n",
        ),
        Client(
            "audioscrobbler",
            "Other players (Audioscrobbler 1.2: foobar2000, Rockbox tools, Clementine …)",
            "audioscrobbler",
            [Setting("Server", f"{root}/"), Setting("User name", user), _token("Password")],
        ),
    ]
