"""Top lists and totals over HTTP. Durations are milliseconds; every figure speaks of plays that count."""

from datetime import datetime

from musaic.platform.schemas import Output


class TopItem(Output):
    """One entry of a top list; ``artist`` is null for artists."""

    rank: int
    id: int
    name: str
    artist: str | None
    plays: int
    ms_played: int


class TopItems(Output):
    """One page of a top list."""

    items: list[TopItem]
    next_cursor: str | None


class Totals(Output):
    """What a range comes to; ``days_active`` are the local days with at least one play."""

    plays: int
    ms_played: int
    first_listen_at: datetime | None
    last_listen_at: datetime | None
    days_active: int


class Summary(Totals):
    """The totals of a range, and how many different tracks, artists and albums are in it."""

    tracks: int
    artists: int
    albums: int
