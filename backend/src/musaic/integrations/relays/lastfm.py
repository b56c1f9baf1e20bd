"""Last.fm, or any server that speaks its 2.0 API."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from musaic.integrations.outward import Outward, UnreachableError
from musaic.integrations.relays.target import (
    CredentialsRefusedError,
    Delivery,
    OutgoingListen,
    UnavailableError,
)

DEFAULT_URL = "https://ws.audioscrobbler.com/2.0/"
_CREDENTIALS = {4, 9, 10, 13, 14, 15, 17, 26}
_LATER = {2, 8, 11, 16, 29}
_INVALID_METHOD = 3
_DAILY_LIMIT = "5"
_TAKEN = "0"
_SERVER_ERROR = 500


@dataclass(frozen=True)
class Keys:
    """The API account that calls are signed with."""

    api_key: str
    api_secret: str


class _ApiError(Exception):
    """The service answered with an error code."""

    def __init__(self, code: int, message: str) -> None:
        self.code = code
        super().__init__(message)


async def open_lastfm_session(outward: Outward, url: str, keys: Keys, *, username: str, password: str) -> str:
    """Return a session key, which is kept instead of the password.

    Raises CredentialsRefusedError or UnavailableError.
    """
    parameters = {"method": "auth.getMobileSession", "username": username, "password": password}
    try:
        said = await _call(outward, url, keys, parameters)
        return str(said["session"]["key"])
    except _ApiError as error:
        raise _trouble(error) from error
    except (KeyError, TypeError) as error:
        message = "no session in the reply"
        raise UnavailableError(message) from error


class LastfmTarget:
    """One account, by its session key."""

    most = 50

    def __init__(self, outward: Outward, url: str, keys: Keys, session_key: str) -> None:
        self._outward = outward
        self._url = url
        self._keys = keys
        self._session = session_key

    async def check(self) -> str:
        """Ask whose session it is; a server that takes listens and knows nothing else cannot say."""
        try:
            said = await self._send({"method": "user.getInfo"})
        except _ApiError as error:
            if error.code == _INVALID_METHOD:
                return ""
            raise _trouble(error) from error
        user = said.get("user")
        return str(user.get("name", "")) if isinstance(user, dict) else ""

    async def deliver(self, listens: Sequence[OutgoingListen]) -> Delivery:
        """Send a batch; what the service ignores is refused for good, but for its daily limit."""
        parameters = {"method": "track.scrobble"}
        for index, listen in enumerate(listens):
            # Smaller servers know a single listen by plain names only.
            place = f"[{index}]" if len(listens) > 1 else ""
            parameters |= {f"{name}{place}": value for name, value in _fields(listen).items()}
        try:
            said = await self._send(parameters)
        except UnavailableError as error:
            return Delivery(trouble=error)
        except _ApiError as error:
            if error.code in _CREDENTIALS | _LATER:
                return Delivery(trouble=_trouble(error))
            return Delivery(refused=[listen.id for listen in listens])
        return _delivery(listens, said)

    async def _send(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        return await _call(self._outward, self._url, self._keys, {**parameters, "sk": self._session})


def _fields(listen: OutgoingListen) -> dict[str, str]:
    fields = {
        "artist": listen.artist,
        "track": listen.title,
        "timestamp": str(listen.stamp),
        "album": listen.album or "",
        "albumArtist": str(listen.info.get("release_artist_name") or ""),
        "trackNumber": str(listen.info.get("tracknumber") or ""),
        "duration": str(listen.duration_s or ""),
        "mbid": str(listen.info.get("recording_mbid") or ""),
    }
    return {name: value for name, value in fields.items() if value}


def _delivery(listens: Sequence[OutgoingListen], said: Mapping[str, Any]) -> Delivery:
    rows = (said.get("scrobbles") or {}).get("scrobble")
    rows = rows if isinstance(rows, list) else [rows]
    delivery = Delivery()
    for number, listen in enumerate(listens):
        code = _ignored(rows[number]) if number < len(rows) else _TAKEN
        if code == _TAKEN:
            delivery.sent.append(listen.id)
        elif code == _DAILY_LIMIT:
            delivery.trouble = UnavailableError("daily limit", 3600.0)
        else:
            delivery.refused.append(listen.id)
    return delivery


def _ignored(row: object) -> str:
    ignored = row.get("ignoredMessage") if isinstance(row, dict) else None
    return str(ignored.get("code", _TAKEN)) if isinstance(ignored, dict) else _TAKEN


async def _call(outward: Outward, url: str, keys: Keys, parameters: Mapping[str, str]) -> dict[str, Any]:
    signed = {**parameters, "api_key": keys.api_key}
    text = "".join(name + signed[name] for name in sorted(signed)) + keys.api_secret
    signed["api_sig"] = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    try:
        answer = await outward.send("POST", url, form={**signed, "format": "json"})
    except UnreachableError as error:
        raise UnavailableError(str(error)) from error
    said = answer.json()
    if isinstance(said, dict) and "error" in said:
        try:
            code = int(said["error"])
        except (TypeError, ValueError):
            code = 8
        raise _ApiError(code, str(said.get("message", "")))
    if answer.status >= _SERVER_ERROR or not isinstance(said, dict):
        message = f"HTTP {answer.status}"
        raise UnavailableError(message, answer.retry_after_s)
    return said


def _trouble(error: _ApiError) -> UnavailableError | CredentialsRefusedError:
    if error.code in _CREDENTIALS:
        return CredentialsRefusedError(str(error))
    return UnavailableError(f"error {error.code}")
