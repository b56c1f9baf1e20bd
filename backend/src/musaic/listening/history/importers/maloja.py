"""Maloja's export, ``maloja_export_<n>.json``, or what its API says of all scrobbles, saved.

``time`` is in seconds since 1970. Where an artist is a list such as ``["feature", "main • feature"]``,
the combined entry is the credit as it was sent. ``duration`` is what was listened to, ``length`` the
song's; ``origin`` names the client.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import BadRow, read_member
from musaic.listening.history.reading.values import known_length, milliseconds, some

_START = re.compile(rb'\s*\{.{0,2000}?"scrobbles"\s*:\s*\[', re.DOTALL)
_ANSWER = re.compile(
    rb'\s*\{\s*"status"\s*:\s*"ok"\s*,\s*"list"\s*:\s*\[\s*\{\s*"time"\s*:.{0,1000}?"artists"', re.DOTALL
)
_JOINED = " \N{BULLET} "
_SECOND_MS = 1000


class _Album(msgspec.Struct, gc=False):
    title: str | None = msgspec.field(default=None, name="albumtitle")


class _Track(msgspec.Struct):
    artists: list[str]
    title: str
    album: _Album | None = None
    length: float | None = None


class _Scrobble(msgspec.Struct):
    time: float
    track: _Track
    duration: float | None = None
    origin: str | None = None


class Maloja(Importer):
    """The export."""

    name = "maloja"
    source = "maloja"

    def recognises(self, head: Head) -> bool:
        """Tell by the beginning of the object."""
        is_export = b'"maloja"' in head.text and _START.match(head.text) is not None
        return is_export or _ANSWER.match(head.text) is not None

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            member = "list" if _ANSWER.match(next(utf8_chunks(stream), b"")) else "scrobbles"
        with file.open() as stream:
            for rows in read_member(utf8_chunks(stream), _Scrobble, member):
                yield [_listen(row) for row in rows]


def _listen(row: _Scrobble | BadRow) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_value", row.detail)
    try:
        began = datetime.fromtimestamp(row.time, UTC)
    except (OverflowError, ValueError, OSError):
        return Passed("rejected", "bad_time", str(row.time))
    return Play(
        _credit(row.track.artists),
        row.track.title,
        some(row.track.album.title if row.track.album else None),
        None,
        began,
        milliseconds(row.duration, _SECOND_MS),
        client=_client(row.origin),
        length_ms=known_length(row.track.length, _SECOND_MS),
    )


def _credit(artists: list[str]) -> str:
    """Return the artists as one credit, the combined entry first."""
    combined = next((artist for artist in artists if _JOINED in artist), None)
    if combined is None:
        return ", ".join(artist.strip() for artist in artists if artist.strip())
    named = combined.split(_JOINED)
    others = [artist for artist in artists if artist != combined and artist not in named]
    return _JOINED.replace("\N{BULLET}", "\N{MIDDLE DOT}").join([*named, *others])


def _client(origin: str | None) -> str | None:
    kind, _, name = (origin or "").partition(":")
    return name.strip() or None if kind == "client" and name != "default" else None


IMPORTER = Maloja()
