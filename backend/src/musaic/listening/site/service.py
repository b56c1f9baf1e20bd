"""What the server's summary says, and to whom."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository.ranking import Metric
from musaic.listening.site import repository
from musaic.listening.site.repository import Period
from musaic.listening.site.schemas import SiteArtist, SiteDay, SitePeriod, SiteSummary
from musaic.platform import clock
from musaic.platform.errors import ForbiddenError

TOP = 20
DAYS = 90
# What one person alone listens to is nobody else's business.
LEAST_LISTENERS = 2
DEFINITION = "the-whole-server"
_DAY = timedelta(days=1)


async def summary(session: AsyncSession, *, is_admin: bool, metric: Metric) -> SiteSummary:
    """Return the summary (wants a system transaction); raises ForbiddenError where it is not open."""
    open_to_all = await repository.is_open(session)
    if not (is_admin or open_to_all):
        message = "The summary of this server is for administrators. They can open it to everybody."
        raise ForbiddenError(message)
    totals = await repository.totals(session)
    least = 1 if is_admin else LEAST_LISTENERS
    last = totals["as_of"].date()
    return SiteSummary(
        as_of=totals["as_of"],
        open_to_all=open_to_all,
        least_listeners=least,
        users=totals["users"],
        recent=await _period(session, "recent", totals, metric, least),
        ever=await _period(session, "ever", totals, metric, least),
        items=await _days(session, last - (DAYS - 1) * _DAY, last),
        definition=DEFINITION,
    )


async def _period(
    session: AsyncSession, period: Period, totals: dict[str, int], metric: Metric, least: int
) -> SitePeriod:
    rows = await repository.artists(session, period, metric, least=least, limit=TOP)
    return SitePeriod(
        listeners=totals[f"{period}_listeners"],
        plays=totals[f"{period}_plays"],
        ms_played=totals[f"{period}_ms_played"],
        artists=[SiteArtist(rank=rank, **row) for rank, row in enumerate(rows, 1)],
    )


async def _days(session: AsyncSession, first: date, last: date) -> list[SiteDay]:
    found = {row["day"]: SiteDay(**row) for row in await repository.days(session, first, last)}
    wanted = (first + number * _DAY for number in range((last - first).days + 1))
    return [found.get(day) or SiteDay(day=day, plays=0, ms_played=0, listeners=0) for day in wanted]


async def set_open(session: AsyncSession, admin_id: int, *, open_to_all: bool) -> None:
    """Open the summary to everybody, or close it again (wants a system transaction)."""
    await repository.set_open(session, open_to_all=open_to_all, admin_id=admin_id, moment=clock.now())
