"""New, returned and forgotten music, and milestones. Durations are milliseconds."""

from datetime import date, datetime
from typing import Literal

from musaic.platform.schemas import Output


class DiscoveryMonth(Output):
    """What was heard for the first time ever in a month, named by its first local day."""

    start: date
    tracks: int
    artists: int
    albums: int


class Discoveries(Output):
    """Every month from the first to the last discovery of the range."""

    items: list[DiscoveryMonth]
    definition: str


class FirstItem(Output):
    """Something heard for the first time in the range; its figures are of all time."""

    id: int
    name: str
    artist: str | None
    first_at: datetime
    last_at: datetime
    plays: int
    ms_played: int


class Firsts(Output):
    """First listens, newest first."""

    items: list[FirstItem]
    next_cursor: str | None
    definition: str


class ReturnItem(Output):
    """Something played in the range, not in the quiet days before it, but before these."""

    rank: int
    id: int
    name: str
    artist: str | None
    plays: int
    ms_played: int
    plays_before: int


class Rediscoveries(Output):
    """What came back, by plays in the range."""

    items: list[ReturnItem]
    quiet_days: int
    plays_before_from: int
    definition: str


class ForgottenItem(Output):
    """A favourite that was not played for long; figures are of the range."""

    rank: int
    id: int
    name: str
    artist: str | None
    plays: int
    ms_played: int
    last_at: datetime
    days_ago: int


class Forgotten(Output):
    """Favourites of the range that are quiet since, most played first."""

    items: list[ForgottenItem]
    quiet_days: int
    definition: str


class Milestone(Output):
    """The play that made a round number of plays, or of hours listened."""

    kind: Literal["plays", "hours"]
    number: int
    at: datetime
    day: date
    track_id: int
    track: str
    artist: str


class Milestones(Output):
    """Milestones of the whole history that were reached in the range, oldest first."""

    items: list[Milestone]
    definition: str


class OneHit(Output):
    """An artist of whom one single track was played, however often."""

    rank: int
    id: int
    name: str
    track_id: int
    track: str
    plays: int
    ms_played: int


class OneHits(Output):
    """One-hit wonders of the range, most played first."""

    items: list[OneHit]
    plays_from: int
    definition: str
