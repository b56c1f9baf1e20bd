"""Libre.fm's export as CSV.

Comment lines come first; the header is the first line that names time, artist and track. ``time`` is
in seconds since 1970. Further columns (the user's id) are not read.
"""

from collections.abc import Iterator
from itertools import dropwhile
from zoneinfo import ZoneInfo

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, batches, cell, folded, read_csv, split_line
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import BadRow
from musaic.listening.history.reading.times import moment

_COLUMNS = {"time", "artist", "track"}
_HEAD_LINES = 50
_UTC = ZoneInfo("UTC")


class LibreFm(Importer):
    """The table below its comments."""

    name = "librefm"
    source = "librefm"

    def recognises(self, head: Head) -> bool:
        """Tell by the header, wherever it is."""
        lines = [line for line in head.lines[:_HEAD_LINES] if line.strip() and not line.startswith("#")]
        return any(_is_header(split_line(line, ",")) for line in lines[:1])

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            rows = dropwhile(lambda row: not _is_header(row), read_csv(text_chunks(stream)))
            header = next(rows, [])
            columns = Columns(header if isinstance(header, list) else [])
            at = [columns.index(name) for name in ("time", "artist", "track", "album")]
            yield from batches(_listen(row, at) for row in rows)


def _is_header(row: list[str] | BadRow) -> bool:
    return isinstance(row, list) and {folded(name) for name in row} >= _COLUMNS


def _listen(row: list[str] | BadRow, at: list[int]) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_row", row.detail)
    time, artist, title, album = (cell(row, index) for index in at)
    began = moment(time, _UTC) if time.isdigit() else None
    if began is None:
        return Passed("rejected", "bad_time", time)
    return Play(artist, title, album or None, None, began)


IMPORTER = LibreFm()
