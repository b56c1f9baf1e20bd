"""What an importer is: one file in ``importers/`` with an ``IMPORTER``, and nothing else to touch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

import msgspec

from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import folded, split_line
from musaic.listening.history.reading.json_rows import first_line, first_object
from musaic.listening.history.reading.spreadsheet import sheet_names

# What listens are filed under when a source does not tell who played.
UNKNOWN_ARTIST = "Unknown artist"


class Play(msgspec.Struct, gc=False):
    """One row of a source, trimmed of private fields. Times are aware, durations milliseconds.

    ``item`` is the source's own id of the song, if it has one; ``client`` the program that reported
    the play; ``length_ms`` how long the song is, whatever part of it was played; ``counts`` whether it
    is a play, where the source has decided that already; ``genres`` as the source words them, and
    ``year`` that of the song's first release.
    """

    artist: str
    title: str
    album: str | None
    item: str | None
    stamped_at: datetime
    ms_played: int | None = None
    reason_start: str | None = None
    reason_end: str | None = None
    skipped: bool | None = None
    shuffle: bool | None = None
    offline: bool | None = None
    offline_at: datetime | None = None
    incognito: bool | None = None
    platform: str | None = None
    conn_country: str | None = None
    recording_mbid: str | None = None
    isrc: str | None = None
    client: str | None = None
    length_ms: int | None = None
    counts: bool | None = None
    genres: tuple[str, ...] = ()
    year: int | None = None


class Passed(msgspec.Struct, gc=False):
    """A row that is no listen: ``skipped`` (a podcast) or ``rejected`` (unusable), and why."""

    outcome: Literal["skipped", "rejected"]
    reason: str
    detail: str = ""


class Kept(msgspec.Struct, gc=False):
    """No row but a setting that the file carries beside its listens: only our own exports have them."""

    sort: str
    value: dict[str, Any]


# What importers make of rows.
Entry = Play | Passed | Kept


@dataclass(frozen=True)
class Head:
    """What a file is recognised by: its name and its first bytes as UTF-8.

    The rest is worked out when asked for: the first object of a JSON array, the first object of
    JSON lines, the first text lines, the sheets of a workbook.
    """

    name: str
    text: bytes
    file: SourceFile

    @cached_property
    def first(self) -> dict[str, Any] | None:
        """The first object of the array that the file is, if complete here."""
        return first_object(self.text)

    @cached_property
    def line(self) -> dict[str, Any] | None:
        """The object that is the file's whole first line."""
        return first_line(self.text)

    @cached_property
    def lines(self) -> Sequence[str]:
        """The first lines as text, without their ends; the last one may be cut."""
        return self.text.decode(errors="replace").splitlines()

    @cached_property
    def sheets(self) -> Sequence[str]:
        """The names of a workbook's sheets; empty for anything else."""
        return sheet_names(self.file) if self.text.startswith(b"PK") else ()

    def columns(self, delimiter: str = ",") -> frozenset[str]:
        """Return the names in the first line, folded as ``csv_rows.folded`` does."""
        line = next((line for line in self.lines if line.strip()), "")
        return frozenset(folded(name) for name in split_line(line, delimiter))


@dataclass(frozen=True)
class ColumnMap:
    """What a user said about the columns of a table: a name for each fact that it has.

    ``header`` tells whether the first row holds the names; else columns are called 1, 2, 3, …
    """

    title: str
    time: str
    artist: str | None = None
    album: str | None = None
    played: str | None = None
    length: str | None = None
    item: str | None = None
    isrc: str | None = None
    platform: str | None = None
    genre: str | None = None
    year: str | None = None
    delimiter: str = ","
    header: bool = True
    time_order: Literal["auto", "day_first", "month_first"] = "auto"
    time_is: Literal["start", "end"] = "start"
    duration_unit: Literal["ms", "s"] = "ms"

    @property
    def columns(self) -> Sequence[str]:
        """The columns that are read."""
        named = (self.title, self.time, self.artist, self.album, self.played, self.length)
        more = (self.item, self.isrc, self.platform, self.genre, self.year)
        return [name for name in (*named, *more) if name]


@dataclass(frozen=True)
class Given:
    """What a file is read with: the zone of zoneless times, the files beside it, the user's mapping.

    ``mappings`` are of single tables, by what these are remembered by (``tables.own_signature``).
    """

    zone: ZoneInfo
    beside: Sequence[SourceFile] = ()
    mapping: ColumnMap | None = None
    mappings: Mapping[str, ColumnMap] = field(default_factory=dict)


class Importer(Protocol):
    """Reads one format.

    ``name`` is what clients call it, ``source`` what listens are marked with; ``stamp`` tells
    whether the source writes when a song began or when it ended; ``coarse`` that its times are
    exact to the minute only; ``recognitions`` that its rows say what was heard around, not what
    was played.
    """

    name: str
    source: str
    stamp: Literal["start", "end"] = "start"
    coarse: bool = False
    recognitions: bool = False

    def recognises(self, head: Head) -> bool:
        """Tell whether the file with this head is of this format."""

    def needs_zone(self, head: Head, given: Given) -> bool:  # noqa: ARG002  most formats know their zone
        """Tell whether times of this file are those of a clock whose zone the file does not name."""
        return False

    def read(self, file: SourceFile, given: Given) -> Iterator[Sequence[Entry]]:
        """Yield an entry for each row of ``file``, in order. Raises UnreadableFileError."""
