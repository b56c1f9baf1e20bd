"""Sessions, streaks, breaks and songs on repeat. Durations are milliseconds."""

from datetime import date, datetime

from musaic.platform.schemas import Output


class SessionItem(Output):
    """One session; ``ms_played`` is music, ``ms_long`` from its first play to the end of its last."""

    started_at: datetime
    ended_at: datetime
    day: date
    plays: int
    ms_played: int
    ms_long: int


class Sessions(Output):
    """The sessions that began in the range, and a page of them; means are rounded down."""

    items: list[SessionItem]
    next_cursor: str | None
    count: int
    mean_plays: float
    mean_ms_long: int
    longest_ms: int
    gap_minutes: int
    definition: str


class Streak(Output):
    """Days in a row, each with a play."""

    first_day: date
    last_day: date
    days: int
    plays: int
    ms_played: int


class Streaks(Output):
    """The streaks of the range, longest first.

    ``current`` is the one that reaches today or yesterday: today is not over yet.
    """

    items: list[Streak]
    current: Streak | None
    longest: Streak | None
    definition: str


class Break(Output):
    """Local days in a row without any play, between two plays of the range."""

    first_day: date
    last_day: date
    days: int


class Breaks(Output):
    """The breaks of the range, longest first."""

    items: list[Break]
    definition: str


class OnRepeatItem(Output):
    """A track and the days on which it was played at least three times; ``best_day`` had the most plays."""

    rank: int
    id: int
    name: str
    artist: str
    days: int
    plays: int
    ms_played: int
    best_day: date
    best_plays: int


class OnRepeat(Output):
    """Tracks on repeat, by the plays on such days."""

    items: list[OnRepeatItem]
    next_cursor: str | None
    definition: str
