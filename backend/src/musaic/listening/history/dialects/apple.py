"""What Apple's other files know that its activity leaves out: who sang it, genre and year.

The daily tracks carry ``artist - title`` with the day and the hours; the library has title, artist and
album of what was added to it. A title that several artists have is told by album, then by hour.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from musaic.catalog.public import comparison_key
from musaic.listening.history.errors import UnreadableFileError
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, cell, read_csv
from musaic.listening.history.reading.encoding import text_chunks, utf8_chunks
from musaic.listening.history.reading.json_rows import BadRow, read_rows
from musaic.listening.history.reading.values import year

_DAILY = "Apple Music - Play History Daily Tracks.csv"
_LIBRARY_JSON, _LIBRARY_CSV = "Apple Music Library Tracks.json", "Apple Music Library Tracks.csv"
_SEPARATOR = " - "
# What is remembered for all files together; beyond it artists stay unknown.
_MAX_ENTRIES = 400_000


class _Track(msgspec.Struct, gc=False):
    title: str = msgspec.field(default="", name="Title")
    artist: str = msgspec.field(default="", name="Artist")
    album: str = msgspec.field(default="", name="Album")
    genre: Any = msgspec.field(default="", name="Genre")
    year: Any = msgspec.field(default=None, name="Track Year")


class KnownSongs:
    """Artists by title, by title and album, and by title and hour (UTC); genre and year by song."""

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._by_title: dict[str, str | None] = {}
        self._by_album: dict[tuple[str, str], str] = {}
        self._by_hour: dict[tuple[str, str], str] = {}
        self._facts: dict[tuple[str, str], tuple[str, int | None]] = {}
        for file in files:
            self._learn(file)

    def facts(self, artist: str, title: str) -> tuple[str, int | None]:
        """Return genre ("" if unknown) and year of a song of the library."""
        return self._facts.get((comparison_key(artist), comparison_key(title)), ("", None))

    def of(self, title: str, album: str, began: datetime) -> str | None:
        """Return who sang ``title`` when it ``began``, if that is known and one only."""
        key = comparison_key(title)
        artist: str | None
        if album and (artist := self._by_album.get((key, comparison_key(album)))):
            return artist
        if key not in self._by_title or (artist := self._by_title[key]):
            return self._by_title.get(key)
        # The hours of the daily tracks are those of a clock that the file does not name.
        for hours in (0, *(sign * hours for hours in range(1, 15) for sign in (1, -1))):
            hour = began + timedelta(hours=hours)
            if artist := self._by_hour.get((key, hour.strftime("%Y%m%d %H"))):
                return artist
        return None

    def _learn(self, file: SourceFile) -> None:
        """Remember what ``file`` knows; a damaged one helps as far as it goes."""
        try:
            if file.name == _DAILY:
                self._learn_days(file)
            elif file.name == _LIBRARY_JSON:
                self._learn_library(_json_tracks(file))
            elif file.name == _LIBRARY_CSV:
                self._learn_library(_table(file, ("Title", "Artist", "Album", "Genre", "Track Year")))
        except UnreadableFileError:
            return

    def _learn_days(self, file: SourceFile) -> None:
        for description, day, hours in _table(file, ("Track Description", "Date Played", "Hours")):
            artist, separator, title = description.partition(_SEPARATOR)
            if not separator:
                continue
            key = comparison_key(title)
            self._remember(key, artist)
            if len(self._by_hour) < _MAX_ENTRIES:
                for hour in hours.replace(",", " ").split():
                    self._by_hour[key, f"{day} {hour:0>2}"] = artist

    def _learn_library(self, tracks: Iterable[Sequence[str]]) -> None:
        for title, artist, album, genre, released in tracks:
            if title and artist:
                key = comparison_key(title)
                self._remember(key, artist)
                if (genre or released) and len(self._facts) < _MAX_ENTRIES:
                    self._facts[comparison_key(artist), key] = genre, year(released)
                if album and len(self._by_album) < _MAX_ENTRIES:
                    self._by_album[key, comparison_key(album)] = artist

    def _remember(self, key: str, artist: str) -> None:
        """Note the artist of a title; None once a second artist has it."""
        if key not in self._by_title:
            if len(self._by_title) < _MAX_ENTRIES:
                self._by_title[key] = artist
        elif comparison_key(self._by_title[key] or artist) != comparison_key(artist):
            self._by_title[key] = None


def _json_tracks(file: SourceFile) -> Iterator[tuple[str, str, str, str, str]]:
    with file.open() as stream:
        for rows in read_rows(utf8_chunks(stream), _Track):
            for row in rows:
                if isinstance(row, _Track):
                    genre = row.genre if isinstance(row.genre, str) else ""
                    yield row.title, row.artist, row.album, genre, str(row.year or "")


def _table(file: SourceFile, names: Sequence[str]) -> Iterator[list[str]]:
    with file.open() as stream:
        rows = read_csv(text_chunks(stream))
        header = next(rows, [])
        columns = Columns(header if isinstance(header, list) else [])
        at = [columns.index(name) for name in names]
        for row in rows:
            if not isinstance(row, BadRow):
                yield [cell(row, index) for index in at]
