"""Last.fm's scrobbles as saved by lastfmstats.com: ``Artist;Album;AlbumId;Track;Date#<user>``.

Fields are divided by semicolons; the date is in milliseconds since 1970, UTC, when the song began.
The user's name in the header is not kept.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, batches, cell, read_csv
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import BadRow
from musaic.listening.history.reading.times import moment

_UTC = ZoneInfo("UTC")


class LastfmStatsCsv(Importer):
    """The table divided by semicolons."""

    name = "lastfm_stats_csv"
    source = "lastfm"

    def recognises(self, head: Head) -> bool:
        """Tell by the header."""
        columns = head.columns(";")
        return {"artist", "track"} <= columns and any(name.split("#")[0] == "date" for name in columns)

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            rows = read_csv(text_chunks(stream), ";")
            header = next(rows, [])
            columns = Columns([name.split("#")[0] for name in header])  # type: ignore[union-attr]  # recognised
            at = [columns.index(name) for name in ("Date", "Artist", "Track", "Album")]
            yield from batches(_listen(row, at) for row in rows)


def _listen(row: list[str] | BadRow, at: list[int]) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_row", row.detail)
    date, artist, title, album = (cell(row, index) for index in at)
    began = moment(date, _UTC) if date.isdigit() else None
    if began is None:
        return Passed("rejected", "bad_time", date)
    # Last.fm knows whole seconds.
    return Play(artist, title, album or None, None, began.replace(microsecond=0))


IMPORTER = LastfmStatsCsv()
