"""What charts answer over HTTP. Durations are milliseconds; every figure speaks of plays that count."""

from datetime import date, datetime

from pydantic import Field

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


class Summary(Output):
    """The totals of a range; ``days_active`` are the local days with at least one play."""

    plays: int
    ms_played: int
    tracks: int
    artists: int
    albums: int
    first_listen_at: datetime | None
    last_listen_at: datetime | None
    days_active: int


class HourFigures(Output):
    """One hour of the day, in the user's zone."""

    hour: int = Field(ge=0, le=23)
    plays: int
    ms_played: int


class ByHour(Output):
    """All 24 hours."""

    items: list[HourFigures]


class WeekdayFigures(Output):
    """One day of the week, 0 for Monday."""

    weekday: int = Field(ge=0, le=6)
    plays: int
    ms_played: int


class ByWeekday(Output):
    """All seven days."""

    items: list[WeekdayFigures]


class TimelinePoint(Output):
    """One stretch of time, named by its first local day."""

    start: date
    plays: int
    ms_played: int


class Timeline(Output):
    """Every stretch from the first to the last play of the range, also those without plays."""

    items: list[TimelinePoint]
