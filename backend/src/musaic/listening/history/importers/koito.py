"""Koito's export, version 1.

Names exist only as aliases: the primary one counts. Artists likewise; the primary artist comes
first. The user's name and addresses of pictures are left alone.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from musaic.listening.history.errors import Unreadable, UnreadableFileError
from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import BadRow, read_member
from musaic.listening.history.reading.values import known_length, mbid, some

_START = re.compile(rb'\s*\{.{0,2000}?"listens"\s*:\s*\[', re.DOTALL)
_VERSION = re.compile(rb'"version"\s*:\s*"([^"]*)"')
_KNOWN = b"1"
_HEAD = 4096
_SECOND_MS = 1000


class _Alias(msgspec.Struct, gc=False):
    alias: str
    is_primary: bool = False


class _Named(msgspec.Struct):
    aliases: list[_Alias] | None = None
    mbid: str | None = None
    duration: float | None = None
    is_primary: bool = False


class _Listen(msgspec.Struct):
    listened_at: datetime
    track: _Named
    artists: list[_Named] | None = None
    album: _Named | None = None
    client: str | None = None


class Koito(Importer):
    """The export."""

    name = "koito"
    source = "koito"

    def recognises(self, head: Head) -> bool:
        """Tell by the beginning of the object."""
        return b'"exported_at"' in head.text[:_HEAD] and _START.match(head.text) is not None

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times have zones
        """Yield the rows; raises UnreadableFileError for another version too."""
        with file.open() as stream:
            version = _VERSION.search(next(utf8_chunks(stream, _HEAD), b""))
        if version is None or version[1] != _KNOWN:
            raise UnreadableFileError(Unreadable.WRONG_VERSION)
        with file.open() as stream:
            for rows in read_member(utf8_chunks(stream), _Listen, "listens"):
                yield [_listen(row) for row in rows]


def _listen(row: _Listen | BadRow) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_value", row.detail)
    artists = sorted(row.artists or (), key=lambda artist: not artist.is_primary)
    at = row.listened_at
    return Play(
        ", ".join(name for name in map(_name, artists) if name),
        _name(row.track),
        some(_name(row.album)),
        None,
        at if at.tzinfo else at.replace(tzinfo=UTC),
        client=some(row.client),
        recording_mbid=mbid(row.track.mbid),
        length_ms=known_length(row.track.duration, _SECOND_MS),
    )


def _name(named: _Named | None) -> str:
    """Return the primary alias, else the first."""
    aliases = named.aliases if named and named.aliases else []
    primary = next((alias for alias in aliases if alias.is_primary), aliases[0] if aliases else None)
    return primary.alias.strip() if primary else ""


IMPORTER = Koito()
