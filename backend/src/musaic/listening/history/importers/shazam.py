"""Shazam's library: ``shazamlibrary.csv``, the songs that were recognised.

A title line, then ``Index,TagTime,Title,Artist,URL,TrackKey``. A recognition is no play: it is kept and
marked by its source, and counts only if the user wishes. Times have no zone.
"""

from collections.abc import Iterator
from itertools import dropwhile

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, batches, cell, folded, read_csv, split_line
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import BadRow
from musaic.listening.history.reading.times import is_zoneless, moment

_COLUMNS = {"tagtime", "title", "artist"}


class Shazam(Importer):
    """The table."""

    name = "shazam"
    source = "shazam"
    recognitions = True

    def recognises(self, head: Head) -> bool:
        """Tell by the header, in the first or second line."""
        return any(_is_header(split_line(line, ",")) for line in head.lines[:3])

    def needs_zone(self, head: Head, given: Given) -> bool:  # noqa: ARG002  the port
        """Tell by the first time."""
        rows = dropwhile(lambda row: not _is_header(row), (split_line(line, ",") for line in head.lines[:5]))
        columns = Columns(next(rows, []))
        return is_zoneless(cell(next(rows, []), columns.index("TagTime")))

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:
        """Yield the rows."""
        with file.open() as stream:
            rows = dropwhile(lambda row: not _is_header(row), read_csv(text_chunks(stream)))
            header = next(rows, [])
            columns = Columns(header if isinstance(header, list) else [])
            at = [columns.index(name) for name in ("TagTime", "Artist", "Title", "TrackKey")]
            yield from batches(_listen(row, at, given) for row in rows)


def _is_header(row: list[str] | BadRow) -> bool:
    return isinstance(row, list) and {folded(name) for name in row} >= _COLUMNS


def _listen(row: list[str] | BadRow, at: list[int], given: Given) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_row", row.detail)
    time, artist, title, key = (cell(row, index) for index in at)
    heard = moment(time, given.zone)
    if heard is None:
        return Passed("rejected", "bad_time", time)
    return Play(artist, title, None, f"shazam:{key}" if key else None, heard)


IMPORTER = Shazam()
