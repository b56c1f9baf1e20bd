"""Spotify's account data: ``StreamingHistory*.json``, the last year, without albums or ids.

``endTime`` is UTC and exact to the minute. Podcast files have other keys.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

import msgspec

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import BadRow, read_rows

_NAME = re.compile(r"StreamingHistory(_music|_podcast|_audiobook)?_?\d*\.json", re.IGNORECASE)


class _Row(msgspec.Struct, gc=False):
    end: str = msgspec.field(name="endTime")
    artist: str | None = msgspec.field(default=None, name="artistName")
    title: str | None = msgspec.field(default=None, name="trackName")
    ms_played: int | None = msgspec.field(default=None, name="msPlayed")
    podcast: str | None = msgspec.field(default=None, name="podcastName")
    episode: str | None = msgspec.field(default=None, name="episodeName")


class SpotifyAccount(Importer):
    """The short history of an account."""

    name = "spotify_account"
    source = "spotify_account"
    stamp: Literal["start", "end"] = "end"
    coarse = True

    def recognises(self, head: Head) -> bool:
        """Tell by the keys of the first row, or by the name of an empty list."""
        if head.first is None:
            return bool(_NAME.fullmatch(head.name)) and head.text.lstrip().startswith(b"[")
        return {"endTime", "msPlayed"} <= head.first.keys()

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            for rows in read_rows(utf8_chunks(stream), _Row):
                yield [_listen(row) for row in rows]


def _listen(row: _Row | BadRow) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_value", row.detail)
    if row.podcast or row.episode:
        return Passed("skipped", "podcast", row.episode or row.podcast or "")
    if not row.title or not row.artist:
        return Passed("rejected", "missing_name", row.title or row.artist or "")
    try:
        end = datetime.strptime(row.end, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        return Passed("rejected", "bad_value", "endTime is not YYYY-MM-DD HH:MM")
    return Play(row.artist, row.title, None, None, end, row.ms_played)


IMPORTER = SpotifyAccount()
