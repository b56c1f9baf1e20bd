"""Deezer's data export: ``deezer-data_<digits>.xlsx``, sheet ``10_listeningHistory``.

Times have no zone; Deezer's own clock is taken for UTC unless the user names another zone. The
time listened is in seconds and may be negative. The address column is never read.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, batches, cell
from musaic.listening.history.reading.spreadsheet import read_sheet
from musaic.listening.history.reading.times import moment
from musaic.listening.history.reading.values import isrc, milliseconds, some

_SHEET = "10_listeningHistory"
_COLUMNS = ("Artist", "Song Title", "Album Title", "Date", "Listening Time", "ISRC", "Platform Name")
_EXCEL = datetime(1899, 12, 30, tzinfo=UTC)
_LATEST_SERIAL = 100_000
_SECOND_MS = 1000


class Deezer(Importer):
    """The workbook."""

    name = "deezer"
    source = "deezer"

    def recognises(self, head: Head) -> bool:
        """Tell by the name of the sheet."""
        return _SHEET in head.sheets

    def needs_zone(self, head: Head, given: Given) -> bool:  # noqa: ARG002  the port
        """Tell that the times have no zone."""
        return True

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:
        """Yield the rows."""
        rows = (row for row in read_sheet(file, _SHEET) if any(row))
        columns = Columns(next(rows, []))
        at = [columns.index(name) for name in _COLUMNS]
        yield from batches(_listen(row, at, given) for row in rows)


def _listen(row: list[str], at: list[int], given: Given) -> Play | Passed:
    artist, title, album, date, listened, code, platform = (cell(row, index) for index in at)
    began = _moment(date, given)
    if began is None:
        return Passed("rejected", "bad_time", date)
    return Play(
        artist,
        title,
        album or None,
        None,
        began,
        milliseconds(listened, _SECOND_MS),
        platform=some(platform),
        isrc=isrc(code),
    )


def _moment(text: str, given: Given) -> datetime | None:
    """Return the moment of a text, or of the number that a spreadsheet program makes of it."""
    try:
        days = float(text)
    except ValueError:
        return moment(text, given.zone)
    if not 0 < days < _LATEST_SERIAL:
        return None
    clock = _EXCEL + timedelta(seconds=round(days * 86_400))
    return clock.replace(tzinfo=given.zone)


IMPORTER = Deezer()
