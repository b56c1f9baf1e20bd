"""Pano Scrobbler's file log as JSON lines. Loves and unloves are no plays."""

from collections.abc import Iterator
from typing import Any

import msgspec

from musaic.listening.history.dialects.pano import play_of
from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import BadRow, read_lines

_KEYS = {"timeMs", "artist", "track"}


class _Row(msgspec.Struct, gc=False):
    timeMs: int = 0  # noqa: N815  the format's word
    artist: str = ""
    track: str = ""
    album: str | None = None
    durationMs: Any = None  # noqa: N815
    mediaPlayerName: str | None = None  # noqa: N815
    event: str | None = None


class PanoJsonl(Importer):
    """A scrobble on each line."""

    name = "pano_jsonl"
    source = "pano"

    def recognises(self, head: Head) -> bool:
        """Tell by the keys of the first line."""
        return head.line is not None and head.line.keys() >= _KEYS

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            for rows in read_lines(utf8_chunks(stream), _Row):
                yield [_listen(row) for row in rows]


def _listen(row: _Row | BadRow) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_value", row.detail)
    names = (row.artist, row.track, row.album or "")
    return play_of(names, str(row.timeMs), row.durationMs, row.mediaPlayerName, row.event)


IMPORTER = PanoJsonl()
