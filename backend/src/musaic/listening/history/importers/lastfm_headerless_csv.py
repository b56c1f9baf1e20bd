"""Last.fm's scrobbles as saved by benjaminbenben's "Last.fm to CSV": four columns, no header.

``artist,album,title,"02 Jan 2006 15:04"``: UTC, exact to the minute.
"""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import batches, read_csv, split_line
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import BadRow
from musaic.listening.history.reading.times import moment

_TIME = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4},? \d{2}:\d{2}")
_COLUMNS = 4
_UTC = ZoneInfo("UTC")


class LastfmHeaderlessCsv(Importer):
    """The table without a header."""

    name = "lastfm_headerless_csv"
    source = "lastfm_minutes"
    coarse = True

    def recognises(self, head: Head) -> bool:
        """Tell by the time in the fourth column of the first row."""
        line = next((line for line in head.lines if line.strip()), "")
        fields = split_line(line, ",")
        return len(fields) == _COLUMNS and (not fields[3] or _TIME.fullmatch(fields[3].strip()) is not None)

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            yield from batches(map(_listen, read_csv(text_chunks(stream))))


def _listen(row: list[str] | BadRow) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_row", row.detail)
    if len(row) != _COLUMNS:
        return Passed("rejected", "bad_row", f"{len(row)} columns instead of {_COLUMNS}")
    artist, album, title, time = (field.strip() for field in row)
    if not time:
        return Passed("skipped", "now_playing", title)
    began = moment(time, _UTC)
    if began is None:
        return Passed("rejected", "bad_time", time)
    return Play(artist, title, album or None, None, began)


IMPORTER = LastfmHeaderlessCsv()
