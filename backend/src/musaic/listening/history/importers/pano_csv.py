"""Pano Scrobbler's file log as CSV.

The columns of the JSON form in the same order; a length may be the text ``null``, and rows of old
versions lack the last columns.
"""

from collections.abc import Iterator

from musaic.listening.history.dialects.pano import play_of
from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, batches, cell, read_csv
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import BadRow

_COLUMNS = ("artist", "track", "album", "timeMs", "durationMs", "mediaPlayerName", "event")


class PanoCsv(Importer):
    """The table with a header."""

    name = "pano_csv"
    source = "pano"

    def recognises(self, head: Head) -> bool:
        """Tell by the header."""
        return {"timems", "artist", "track"} <= head.columns()

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            rows = read_csv(text_chunks(stream))
            columns = Columns(next(rows, []) or [])  # type: ignore[arg-type]  # recognised: no BadRow
            at = [columns.index(name) for name in _COLUMNS]
            yield from batches(_listen(row, at) for row in rows)


def _listen(row: list[str] | BadRow, at: list[int]) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_row", row.detail)
    artist, track, album, time, length, player, event = (cell(row, index) for index in at)
    return play_of((artist, track, album), time, length, player, event)


IMPORTER = PanoCsv()
