"""MusicBrainz: genres by vote, and when a recording first came out.

Its rules: one question a second, and an agent that says whom to write to.
"""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from musaic.integrations.relays.target import UnavailableError
from musaic.integrations.tags.calling import Caller
from musaic.integrations.tags.source import MOST_TAGS, Answer, ArtistAsked, SongAsked, alike

INTERVAL_S = 1.0
# Of 100; below it the names are only similar.
_LEAST_SCORE = 85
_SPECIAL = re.compile(r'(["\\])')
_YEAR = re.compile(r"(\d{4})(?:-|$)")


class MusicBrainzTags:
    """``/ws/2`` of MusicBrainz or a mirror; ``url`` is its root."""

    name = "musicbrainz"

    def __init__(self, caller: Caller, url: str) -> None:
        self._caller, self._root = caller, f"{url.rstrip('/')}/ws/2"

    async def artist(self, asked: ArtistAsked) -> Answer:
        """Return the genres of an artist, found by name unless the id is known."""
        mbid = asked.mbid or await self._find_artist(asked.name)
        if mbid is None:
            return Answer()
        said = await self._get(f"artist/{mbid}", inc="genres")
        return Answer(_genres(said), mbid=mbid)

    async def song(self, asked: SongAsked) -> Answer:
        """Return genres and year of a recording; by name only the year, for many share a name."""
        if asked.mbid is not None:
            said = await self._get(f"recording/{asked.mbid}", inc="genres")
            if said:
                return Answer(_genres(said), _year(said.get("first-release-date")), asked.mbid)
        query = f'recording:"{_quoted(asked.title)}" AND artist:"{_quoted(asked.artist)}"'
        said = await self._get("recording", query=query, limit="25")
        years = [
            year
            for found in _entries(said, "recordings")
            if alike(str(found.get("title", "")), asked.title) and _is_by(found, asked.artist)
            if (year := _year(found.get("first-release-date"))) is not None
        ]
        return Answer(year=min(years, default=None))

    async def _find_artist(self, name: str) -> UUID | None:
        said = await self._get("artist", query=f'artist:"{_quoted(name)}"', limit="5")
        for found in _entries(said, "artists"):
            names = [found.get("name"), *(alias.get("name") for alias in _entries(found, "aliases"))]
            if any(alike(str(each), name) for each in names if each):
                return _uuid(found.get("id"))
        return None

    async def _get(self, path: str, **parameters: str) -> Mapping[str, Any]:
        """Return the answer's object; empty for what MusicBrainz does not have."""
        status, said = await self._caller.get(f"{self._root}/{path}", {**parameters, "fmt": "json"})
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST):
            return {}
        if status != HTTPStatus.OK or not isinstance(said, dict):
            message = f"HTTP {status}"
            raise UnavailableError(message)
        return said


def _quoted(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _entries(said: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the objects of a list, of finds those that are surely meant."""
    found = said.get(name)
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return [row for row in rows if row.get("score") is None or int(row["score"]) >= _LEAST_SCORE]


def _is_by(recording: Mapping[str, Any], artist: str) -> bool:
    credits_ = _entries(recording, "artist-credit")
    names = [str(credit.get("name", "")) for credit in credits_]
    names += [str(credit["artist"].get("name", "")) for credit in credits_ if "artist" in credit]
    return any(alike(name, artist) for name in (*names, _joined(credits_)))


def _joined(credits_: Iterable[Mapping[str, Any]]) -> str:
    return "".join(f"{credit.get('name', '')}{credit.get('joinphrase', '')}" for credit in credits_)


def _genres(said: Mapping[str, Any]) -> tuple[str, ...]:
    rows = [row for row in _entries(said, "genres") if row.get("name") and int(row.get("count") or 0) > 0]
    rows.sort(key=lambda row: (-int(row["count"]), str(row["name"])))
    return tuple(str(row["name"]) for row in rows[:MOST_TAGS])


def _year(date: object) -> int | None:
    found = _YEAR.match(date) if isinstance(date, str) else None
    return int(found[1]) if found else None


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
