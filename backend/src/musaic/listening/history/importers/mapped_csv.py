"""Any table of plays whose columns the user has named, or that has Tracksy's seven columns.

Only a time and a title are needed. Musaic's own and other programs' tables need no mapping when their
columns are called ``ts, track_name, artist_name, album_name, ms_played, track_uri, platform``.
"""

from collections.abc import Iterator
from datetime import timedelta

from musaic.listening.history.errors import Unreadable, UnreadableFileError
from musaic.listening.history.ports import UNKNOWN_ARTIST, ColumnMap, Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, batches, cell, read_csv, split_line
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import BadRow
from musaic.listening.history.reading.times import is_zoneless, moment
from musaic.listening.history.reading.values import genres, isrc, known_length, milliseconds, some, year

KNOWN = ColumnMap(
    title="track_name",
    time="ts",
    artist="artist_name",
    album="album_name",
    played="ms_played",
    item="track_uri",
    platform="platform",
    genre="genre",
    year="year",
)
_NEEDED = {"ts", "track_name", "artist_name"}
_UNIT_MS = {"ms": 1, "s": 1000}
_SAMPLE = 20


class MappedCsv(Importer):
    """The table."""

    name = "csv"
    source = "csv"

    def recognises(self, head: Head) -> bool:
        """Tell by the header that needs no mapping."""
        return head.columns() >= _NEEDED

    def needs_zone(self, head: Head, given: Given) -> bool:
        """Tell by the first times."""
        mapping = given.mapping or KNOWN
        rows = [split_line(line, mapping.delimiter) for line in head.lines[:_SAMPLE] if line.strip()]
        at = _Reader(mapping, rows[0] if rows else [], given).time_at
        return any(is_zoneless(cell(row, at)) for row in rows[1 if mapping.header else 0 :])

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:
        """Yield the rows."""
        mapping = given.mapping or KNOWN
        with file.open() as stream:
            rows = read_csv(text_chunks(stream), mapping.delimiter)
            first = next(rows, None)
            if first is None or isinstance(first, BadRow):
                raise UnreadableFileError(Unreadable.COLUMNS_MISSING)
            reader = _Reader(mapping, first, given)
            if not mapping.header:
                yield [reader.listen(first)]
            yield from batches(map(reader.listen, rows))


class _Reader:
    """Reads rows by a mapping; ``first`` is the first row of the table."""

    def __init__(self, mapping: ColumnMap, first: list[str], given: Given) -> None:
        names = first if mapping.header else [str(number + 1) for number in range(len(first))]
        columns = Columns(names)
        facts = (mapping.artist, mapping.title, mapping.album, mapping.played, mapping.length)
        more = (mapping.item, mapping.isrc, mapping.platform, mapping.genre, mapping.year)
        self._at = [columns.index(name) if name else -1 for name in (*facts, *more)]
        self.time_at = columns.index(mapping.time)
        self._mapping, self._zone = mapping, given.zone
        self._unit_ms = _UNIT_MS[mapping.duration_unit]

    def listen(self, row: list[str] | BadRow) -> Play | Passed:
        """Return the play of a row."""
        if isinstance(row, BadRow):
            return Passed("rejected", "bad_row", row.detail)
        artist, title, album, played, length, *more = (cell(row, at) for at in self._at)
        item, code, platform, genre, released = more
        time = cell(row, self.time_at)
        began = moment(time, self._zone, self._mapping.time_order)
        if began is None:
            return Passed("rejected", "bad_time", time)
        ms_played = milliseconds(played, self._unit_ms)
        if played and ms_played is None:
            return Passed("rejected", "bad_value", played)
        if self._mapping.time_is == "end":
            began -= timedelta(milliseconds=ms_played or 0)
        return Play(
            artist or UNKNOWN_ARTIST,
            title,
            album or None,
            some(item),
            began,
            ms_played,
            platform=some(platform),
            isrc=isrc(code),
            length_ms=known_length(length, self._unit_ms),
            genres=genres(genre),
            year=year(released),
        )


IMPORTER = MappedCsv()
