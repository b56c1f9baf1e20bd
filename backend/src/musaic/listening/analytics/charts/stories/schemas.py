"""One artist, album or track with its whole story. Durations are milliseconds."""

from datetime import date, datetime
from typing import Literal

from musaic.listening.analytics.charts.habits.schemas import Endings
from musaic.listening.analytics.charts.rhythm.schemas import HourFigures, TimelinePoint
from musaic.listening.analytics.charts.tops.schemas import TopItem
from musaic.platform.schemas import Output


class StoryListen(Output):
    """One play of it."""

    listen_id: int
    at: datetime
    track_id: int
    track: str
    album: str | None


class BestDay(Output):
    """The local day with the most plays of it."""

    day: date
    plays: int
    ms_played: int


class Story(Output):
    """What the range holds of one artist, album or track.

    ``rank`` is its place in the top list of the range by plays, null without plays; ``first`` and
    ``last`` are of all time. ``timeline`` is by month; lists are the first ten. ``genres``
    (most played first) and the first and last year of release of its songs are of all time, too.
    """

    kind: Literal["artist", "album", "track"]
    id: int
    name: str
    artist: str | None
    artist_id: int | None
    rank: int | None
    plays: int
    ms_played: int
    days: int
    first: StoryListen | None
    last: StoryListen | None
    best_day: BestDay | None
    timeline: list[TimelinePoint]
    hours: list[HourFigures]
    endings: Endings
    top_tracks: list[TopItem]
    top_albums: list[TopItem]
    genres: list[str]
    released_from: int | None
    released_until: int | None
    definition: str
