"""What an importer is: one file in ``importers/`` with an ``IMPORTER``, and nothing else to touch."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

import msgspec

from musaic.listening.history.reading.archive import SourceFile


class Play(msgspec.Struct, gc=False):
    """One row of a source, trimmed of private fields. Times are aware, durations milliseconds.

    ``item`` is the source's own id of the song, if it has one.
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
    genre: str | None = None


class Passed(msgspec.Struct, gc=False):
    """A row that is no listen: ``skipped`` (a podcast) or ``rejected`` (unusable), and why."""

    outcome: Literal["skipped", "rejected"]
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Head:
    """What a file is recognised by: its name, its first bytes as UTF-8, its first JSON object."""

    name: str
    text: bytes
    first: dict[str, Any] | None


class Importer(Protocol):
    """Reads one format.

    ``name`` is what clients call it, ``source`` what listens are marked with; ``stamp`` tells
    whether the source writes when a song began or when it ended; ``coarse`` that it writes no
    seconds.
    """

    name: str
    source: str
    stamp: Literal["start", "end"]
    coarse: bool

    def recognises(self, head: Head) -> bool:
        """Tell whether the file with this head is of this format."""

    def read(self, file: SourceFile, zone: ZoneInfo) -> Iterator[list[Play | Passed]]:
        """Yield an entry for each row of ``file``, in order; ``zone`` is that of zoneless times.

        Raises UnreadableFileError.
        """
