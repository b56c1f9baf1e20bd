"""What a playlist file is made from, and what a format is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ExportTrack:
    """One line of a playlist file; ``duration_ms`` 0 means unknown."""

    position: int
    title: str
    artist: str
    album: str | None
    duration_ms: int
    why: str


@dataclass(frozen=True)
class ExportFormat:
    """A file format: name (and extension), media type, and the function that writes it."""

    name: str
    media_type: str
    write: Callable[[str, Sequence[ExportTrack]], str]
