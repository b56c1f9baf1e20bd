"""What the catalogue answers over HTTP."""

from typing import Literal

from musaic.platform.schemas import Output


class SearchHitOut(Output):
    """One find; ``source`` names where it comes from (``history``: the caller's own listening)."""

    kind: Literal["track", "artist", "album"]
    id: int
    title: str
    artist: str | None
    album: str | None
    plays: int
    source: str


class SearchResults(Output):
    """The best finds."""

    items: list[SearchHitOut]
