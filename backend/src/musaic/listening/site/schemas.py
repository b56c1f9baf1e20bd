"""The server over HTTP. Durations are milliseconds; everything is as of the last refresh."""

from datetime import date, datetime

from musaic.platform.schemas import Input, Output


class SiteArtist(Output):
    """An artist by the plays of everybody; ``listeners`` are those who played it in the period."""

    rank: int
    id: int
    name: str
    plays: int
    ms_played: int
    listeners: int


class SitePeriod(Output):
    """Sums over everybody: who listened, how often, how long, and to whom most."""

    listeners: int
    plays: int
    ms_played: int
    artists: list[SiteArtist]


class SiteDay(Output):
    """One day, by each listener's own calendar."""

    day: date
    plays: int
    ms_played: int
    listeners: int


class SiteSummary(Output):
    """The whole server.

    ``as_of`` is when it was last added up, ``users`` the accounts that may log in, ``recent`` the last
    30 days, ``items`` the last 90 days one by one. Artists with fewer than ``least_listeners``
    listeners are not named.
    """

    as_of: datetime
    open_to_all: bool
    least_listeners: int
    users: int
    recent: SitePeriod
    ever: SitePeriod
    items: list[SiteDay]
    definition: str


class SiteAccess(Input):
    """Whether everybody with an account may see the summary."""

    open_to_all: bool


class SiteAccessOut(Output):
    """Whether everybody with an account may see the summary."""

    open_to_all: bool
