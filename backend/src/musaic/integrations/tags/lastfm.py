"""Last.fm's top tags: what its listeners call an artist or a song."""

from collections.abc import Mapping
from typing import Any

from musaic.integrations.relays.target import CredentialsRefusedError, UnavailableError
from musaic.integrations.tags.calling import Caller
from musaic.integrations.tags.source import MOST_TAGS, Answer, ArtistAsked, SongAsked, alike

_UNKNOWN = 6
_CREDENTIALS = {4, 10, 13, 26}
# The tag that most people gave has 100; the others are measured by it.
_LEAST_COUNT = 20
# What people write that says nothing about the music.
_NO_GENRES = {
    "seen live",
    "all",
    "favorites",
    "favourites",
    "favorite",
    "favourite",
    "favorite songs",
    "favourite songs",
    "loved",
    "love",
    "love at first listen",
    "awesome",
    "amazing",
    "beautiful",
    "spotify",
    "under 2000 listeners",
    "check out",
    "albums i own",
    "my music",
}


class LastfmTags:
    """``artist.getTopTags`` and ``track.getTopTags``, with an API key and no user's name."""

    name = "lastfm"

    def __init__(self, caller: Caller, url: str, api_key: str) -> None:
        self._caller, self._url, self._key = caller, url, api_key

    async def artist(self, asked: ArtistAsked) -> Answer:
        """Return the tags of an artist."""
        return await self._tags({"method": "artist.gettoptags", "artist": asked.name}, asked.name)

    async def song(self, asked: SongAsked) -> Answer:
        """Return the tags of a song."""
        parameters = {"method": "track.gettoptags", "artist": asked.artist, "track": asked.title}
        return await self._tags(parameters, asked.artist, asked.title)

    async def _tags(self, parameters: Mapping[str, str], *names: str) -> Answer:
        wish = {**parameters, "autocorrect": "0", "format": "json", "api_key": self._key}
        status, said = await self._caller.post(self._url, wish)
        if not isinstance(said, dict):
            message = f"HTTP {status} without JSON"
            raise UnavailableError(message)
        if "error" in said:
            return _refused(said)
        top = said.get("toptags")
        rows = top.get("tag") if isinstance(top, dict) else None
        # One tag alone is no list.
        rows = rows if isinstance(rows, list) else [rows]
        tags = [str(row["name"]) for row in rows if _is_meant(row)]
        return Answer(tuple(tag for tag in tags if _says_something(tag, names))[:MOST_TAGS])


def _refused(said: Mapping[str, Any]) -> Answer:
    code, message = said["error"], str(said.get("message", ""))
    if code == _UNKNOWN:
        return Answer()
    if code in _CREDENTIALS:
        raise CredentialsRefusedError(message)
    raise UnavailableError(message)


def _is_meant(row: object) -> bool:
    if not isinstance(row, dict) or not row.get("name"):
        return False
    try:
        return int(row.get("count", 0)) >= _LEAST_COUNT
    except (TypeError, ValueError):
        return False


def _says_something(tag: str, names: tuple[str, ...]) -> bool:
    return tag.strip().casefold() not in _NO_GENRES and not any(alike(tag, name) for name in names)
