"""Genres and release years over HTTP. Durations are milliseconds; shares are parts of 1."""

from typing import Literal

from musaic.listening.analytics.charts.tops.schemas import TopItem
from musaic.platform.schemas import Output

Period = Literal["year", "decade"]


class Unknown(Output):
    """What nobody has told, as a part of all plays of the range; ``share`` is null without plays."""

    plays: int
    ms_played: int
    share: float | None


class GenreItem(Output):
    """One genre; ``share`` of the plays of a known genre, so that shares add up to more than 1.

    In a table the songs without a genre are its last row: no rank, no name, their share of all plays.
    """

    rank: int | None
    name: str | None
    plays: int
    ms_played: int
    share: float | None


class Genres(Output):
    """One page of the genres of a range; ``plays`` and ``ms_played`` are of the whole range."""

    items: list[GenreItem]
    next_cursor: str | None
    plays: int
    ms_played: int
    unknown: Unknown
    definition: str


class ReleaseSong(TopItem):
    """The most played song of a stretch of years; ``rank`` is 1."""


class ReleaseItem(Output):
    """Songs that first came out in a year, or in the ten years from it; ``share`` of those known.

    In a table the songs without a known year are its last row: no year, their share of all plays.
    """

    start: int | None
    plays: int
    ms_played: int
    share: float | None
    song: ReleaseSong | None


class Releases(Output):
    """Every year or decade from the oldest to the newest, also those without plays.

    ``median_year`` parts the plays of known year in halves: as many of older as of newer songs.
    """

    period: Period
    items: list[ReleaseItem]
    plays: int
    ms_played: int
    median_year: int | None
    unknown: Unknown
    definition: str
