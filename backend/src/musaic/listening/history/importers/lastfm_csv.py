"""Last.fm's scrobbles as saved by the exporter at ghan.nl: ``recenttracks-<user>-<n>.csv``.

Columns ``uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid``, found by name; ``uts``
is the second, UTC, when the song began. Names and ids only: the user's name is in the file's name
alone.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, batches, cell, read_csv
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import BadRow
from musaic.listening.history.reading.times import moment
from musaic.listening.history.reading.values import mbid

_UTC = ZoneInfo("UTC")


class LastfmCsv(Importer):
    """The table with a header."""

    name = "lastfm_csv"
    source = "lastfm"

    def recognises(self, head: Head) -> bool:
        """Tell by the header."""
        return {"uts", "artist", "track"} <= head.columns()

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            rows = read_csv(text_chunks(stream))
            columns = Columns(next(rows, []) or [])  # type: ignore[arg-type]  # recognised: no BadRow
            at = [columns.index(name) for name in ("uts", "artist", "track", "album", "track_mbid")]
            yield from batches(_listen(row, at) for row in rows)


def _listen(row: list[str] | BadRow, at: list[int]) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_row", row.detail)
    uts, artist, title, album, track_mbid = (cell(row, index) for index in at)
    began = moment(uts, _UTC) if uts.isdigit() else None
    if began is None:
        return Passed("rejected", "bad_time", uts)
    return Play(artist, title, album or None, None, began, recording_mbid=mbid(track_mbid))


IMPORTER = LastfmCsv()
