"""Spinitron's playlists as CSV: what a radio show played.

A block about the playlist, a blank line, then a header with ``Date-time``, ``Artist`` and ``Song``. Times
have no zone.
"""

from collections.abc import Iterator
from itertools import dropwhile

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, batches, cell, folded, read_csv, split_line
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import BadRow
from musaic.listening.history.reading.times import moment
from musaic.listening.history.reading.values import genres, isrc, milliseconds, year

_COLUMNS = {"date-time", "artist", "song"}
_READ = ("Date-time", "Artist", "Song", "Release", "ISRC", "Duration", "Genre", "Released")
_HEAD_LINES = 100


class Spinitron(Importer):
    """The table below its block."""

    name = "spinitron"
    source = "spinitron"

    def recognises(self, head: Head) -> bool:
        """Tell by the header, wherever it is."""
        return any(_is_header(split_line(line, ",")) for line in head.lines[:_HEAD_LINES] if "ate-" in line)

    def needs_zone(self, head: Head, given: Given) -> bool:  # noqa: ARG002  the port
        """Tell that the times have no zone."""
        return True

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:
        """Yield the rows."""
        with file.open() as stream:
            rows = dropwhile(lambda row: not _is_header(row), read_csv(text_chunks(stream)))
            header = next(rows, [])
            columns = Columns(header if isinstance(header, list) else [])
            at = [columns.index(name) for name in _READ]
            yield from batches(_listen(row, at, given) for row in rows)


def _is_header(row: list[str] | BadRow) -> bool:
    return isinstance(row, list) and {folded(name) for name in row} >= _COLUMNS


def _listen(row: list[str] | BadRow, at: list[int], given: Given) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_row", row.detail)
    time, artist, title, album, code, duration, genre, released = (cell(row, index) for index in at)
    began = moment(time, given.zone)
    if began is None:
        return Passed("rejected", "bad_time", time)
    length_ms = milliseconds(duration, 1000)
    return Play(
        artist,
        title,
        album or None,
        None,
        began,
        isrc=isrc(code),
        length_ms=length_ms,
        genres=genres(genre),
        year=year(released),
    )


IMPORTER = Spinitron()
