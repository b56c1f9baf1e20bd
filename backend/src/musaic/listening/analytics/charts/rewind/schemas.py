"""A year over HTTP. Durations are milliseconds; days, months and hours are the user's own."""

from datetime import datetime

from musaic.listening.analytics.charts.habits.schemas import Endings
from musaic.listening.analytics.charts.rhythm.schemas import HourFigures, TimelinePoint
from musaic.listening.analytics.charts.runs.schemas import Streak
from musaic.listening.analytics.charts.stories.schemas import BestDay
from musaic.listening.analytics.charts.tops.schemas import Summary, TopItem, Totals
from musaic.platform.schemas import Output


class LongestSession(Output):
    """The session of the year that lasted longest."""

    started_at: datetime
    ms_long: int
    plays: int


class Rewind(Output):
    """A calendar year on one page.

    ``before`` are the totals of the year before; ``new_…`` were heard for the first time ever;
    ``months`` are always twelve; lists are the first five by plays.
    """

    year: int
    summary: Summary
    before: Totals
    top_artists: list[TopItem]
    top_tracks: list[TopItem]
    top_albums: list[TopItem]
    months: list[TimelinePoint]
    hours: list[HourFigures]
    best_day: BestDay | None
    longest_streak: Streak | None
    sessions: int
    longest_session: LongestSession | None
    new_tracks: int
    new_artists: int
    new_albums: int
    endings: Endings
    definition: str
