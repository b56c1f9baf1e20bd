"""Two ranges or two artists side by side. Durations are milliseconds."""

from datetime import date

from musaic.listening.analytics.charts.rhythm.schemas import HourFigures
from musaic.listening.analytics.charts.stories.schemas import Story
from musaic.listening.analytics.charts.tops.schemas import Summary, TopItem
from musaic.platform.schemas import Output


class Side(Output):
    """One of two ranges; the averages are of all its days, also those without plays."""

    first_day: date | None
    last_day: date | None
    days: int
    summary: Summary
    plays_a_day: float
    ms_a_day: int
    hours: list[HourFigures]
    top: list[TopItem]


class Change(Output):
    """Something whose plays differ; ``change`` is of the plays a day, per 30 days, rising above 0."""

    id: int
    name: str
    artist: str | None
    plays_a: int
    plays_b: int
    change: float


class RangeComparison(Output):
    """Two ranges of the caller's, and what changed most from the first to the second."""

    a: Side
    b: Side
    rising: list[Change]
    falling: list[Change]
    definition: str


class ArtistComparison(Output):
    """Two artists over one range; ``days_both`` are local days with plays of both."""

    a: Story
    b: Story
    days_both: int
    definition: str
