"""Jellyfin's Playback Reporting: ``playback_report.csv``.

Times are those of the server's clock, without a zone. A song's name is ``artist - title (album)``,
with ``Not Known`` for what the server did not know; older versions wrote the title alone. Users,
devices and their names are not read.
"""

import re
from collections.abc import Iterator

from musaic.listening.history.ports import UNKNOWN_ARTIST, Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, batches, cell, read_csv
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import BadRow
from musaic.listening.history.reading.times import moment
from musaic.listening.history.reading.values import milliseconds, some

_COLUMNS = ("DateCreated", "ItemType", "ItemName", "ItemId", "ClientName", "PlayDuration")
_NAME = re.compile(r"(?P<artist>.+?) - (?P<title>.+) \((?P<album>.+)\)")
_UNKNOWN = "Not Known"
_SECOND_MS = 1000


class Jellyfin(Importer):
    """The report."""

    name = "jellyfin"
    source = "jellyfin"

    def recognises(self, head: Head) -> bool:
        """Tell by the header."""
        return {"datecreated", "itemtype", "itemname", "playduration"} <= head.columns()

    def needs_zone(self, head: Head, given: Given) -> bool:  # noqa: ARG002  the port
        """Tell that the times have no zone."""
        return True

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:
        """Yield the rows."""
        with file.open() as stream:
            rows = read_csv(text_chunks(stream))
            columns = Columns(next(rows, []) or [])  # type: ignore[arg-type]  # recognised: no BadRow
            at = [columns.index(name) for name in _COLUMNS]
            yield from batches(_listen(row, at, given) for row in rows)


def _listen(row: list[str] | BadRow, at: list[int], given: Given) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_row", row.detail)
    created, kind, name, item, client, duration = (cell(row, index) for index in at)
    if kind != "Audio":
        return Passed("skipped", "no_music")
    began = moment(created, given.zone)
    if began is None:
        return Passed("rejected", "bad_time", created)
    artist, title, album = _names(name)
    ms_played = milliseconds(duration, _SECOND_MS)
    return Play(artist, title, album, some(item), began, ms_played, client=some(client))


def _names(name: str) -> tuple[str, str, str | None]:
    found = _NAME.fullmatch(name)
    if found is None:
        return UNKNOWN_ARTIST, name, None
    artist, title, album = found.group("artist", "title", "album")
    return (
        UNKNOWN_ARTIST if artist == _UNKNOWN else artist,
        title,
        None if album == _UNKNOWN else album,
    )


IMPORTER = Jellyfin()
