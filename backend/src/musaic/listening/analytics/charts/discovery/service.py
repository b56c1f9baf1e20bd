"""New, returned and forgotten music, and milestones."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.discovery.repository import first, found, returns
from musaic.listening.analytics.charts.discovery.schemas import (
    Discoveries,
    DiscoveryMonth,
    FirstItem,
    Firsts,
    Forgotten,
    ForgottenItem,
    Milestone,
    Milestones,
    OneHit,
    OneHits,
    Rediscoveries,
    ReturnItem,
)
from musaic.listening.analytics.clock import moments_of, start_of_day, today_in, zone_of
from musaic.listening.analytics.pages import following, offset_of
from musaic.listening.analytics.ranges import Span, next_month
from musaic.listening.analytics.repository.ranking import Metric
from musaic.listening.analytics.repository.spans import Entity

# A half-year of silence, and as many plays as make a favourite.
QUIET_DAYS = 180
FAVOURITE_FROM = 10
RETURN_FROM = 5
ONE_HIT_FROM = 5
_HOUR_MS = 3_600_000
_DAY = timedelta(days=1)


async def discoveries(session: AsyncSession, user_id: int, span: Span) -> Discoveries:
    """Return how many tracks, artists and albums were heard for the first time in each month."""
    zone = await zone_of(session, user_id)
    since, until = moments_of(span, zone)
    earliest, latest = await first.edges(session, user_id, since, until)
    if earliest is None or latest is None:
        return Discoveries(items=[], definition="discoveries")
    starts = [earliest.astimezone(zone).date().replace(day=1)]
    end = latest.astimezone(zone).date()
    while starts[-1] <= end:
        starts.append(next_month(starts[-1]))
    bounds = [start_of_day(start, zone) for start in starts]
    bounds[0], bounds[-1] = max(bounds[0], since), min(bounds[-1], until)
    counts = await first.by_month(session, user_id, bounds)
    items = [
        DiscoveryMonth(
            start=start, tracks=counts[number][0], artists=counts[number][1], albums=counts[number][2]
        )
        for number, start in enumerate(starts[:-1])
    ]
    return Discoveries(items=items, definition="discoveries")


async def first_heard(session: AsyncSession, user_id: int, span: Span) -> tuple[int, int, int]:
    """Return how many tracks, artists and albums were heard for the first time in the span."""
    return (await first.by_month(session, user_id, moments_of(span, await zone_of(session, user_id))))[0]


async def firsts(
    session: AsyncSession,
    user_id: int,
    span: Span,
    entity: Entity,
    order: str,
    *,
    limit: int,
    cursor: str | None,
) -> Firsts:
    """Return a page of what was heard for the first time in the span; raises InvalidCursorError."""
    offset = offset_of(cursor)
    between = moments_of(span, await zone_of(session, user_id))
    rows = await first.firsts(session, user_id, (entity, order), between, limit=limit + 1, offset=offset)
    return Firsts(
        items=[FirstItem(**row) for row in rows[:limit]],
        next_cursor=following(offset, limit, len(rows)),
        definition="first-listens",
    )


async def rediscoveries(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric, *, limit: int
) -> Rediscoveries:
    """Return what was played in the span, not in the quiet days before it, but often before these."""
    rows = []
    if span.first > Span().first:
        quiet = Span(span.first - QUIET_DAYS * _DAY, span.first - _DAY)
        rows = await returns.returned(
            session, user_id, (entity, metric), span, quiet, at_least=RETURN_FROM, limit=limit
        )
    return Rediscoveries(
        items=[ReturnItem(rank=rank, **row) for rank, row in enumerate(rows, 1)],
        quiet_days=QUIET_DAYS,
        plays_before_from=RETURN_FROM,
        definition="rediscoveries",
    )


async def forgotten(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric, *, limit: int
) -> Forgotten:
    """Return favourites of the span that were not played for ``QUIET_DAYS`` now."""
    zone = await zone_of(session, user_id)
    today = today_in(zone)
    quiet_since = start_of_day(today - QUIET_DAYS * _DAY, zone)
    values = {"quiet_since": quiet_since, "at_least": FAVOURITE_FROM, "limit": limit}
    rows = await found.forgotten(session, user_id, span, entity, metric, values)
    items = [
        ForgottenItem(rank=rank, days_ago=(today - row["last_at"].astimezone(zone).date()).days, **row)
        for rank, row in enumerate(rows, 1)
    ]
    return Forgotten(items=items, quiet_days=QUIET_DAYS, definition="forgotten-favourites")


def goals_of_plays() -> list[int]:
    """Return the numbers of plays that are milestones."""
    return [1, 100, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 75_000] + [
        number * 100_000 for number in range(1, 21)
    ]


def goals_of_hours() -> list[int]:
    """Return the numbers of hours that are milestones."""
    return [1, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 7_500] + [
        number * 10_000 for number in range(1, 11)
    ]


async def milestones(session: AsyncSession, user_id: int, span: Span) -> Milestones:
    """Return the plays of the span that made a round number of all plays or hours so far."""
    plays = await found.milestones(session, user_id, span, goals_of_plays(), by_time=False)
    hours = [number * _HOUR_MS for number in goals_of_hours()]
    time = await found.milestones(session, user_id, span, hours, by_time=True)
    items = [Milestone(kind="plays", number=row.pop("goal"), **row) for row in plays]
    items += [Milestone(kind="hours", number=row.pop("goal") // _HOUR_MS, **row) for row in time]
    items.sort(key=lambda item: (item.at, item.kind, item.number))
    return Milestones(items=items, definition="milestones")


async def one_hits(session: AsyncSession, user_id: int, span: Span, metric: Metric, *, limit: int) -> OneHits:
    """Return artists of whom the span has one single track, played at least five times."""
    from musaic.listening.analytics.charts.discovery.repository import (  # noqa: PLC0415  numpy costs a start
        one_hits as repository,
    )

    rows = await repository.one_hits(session, user_id, span, metric, at_least=ONE_HIT_FROM, limit=limit)
    return OneHits(
        items=[OneHit(rank=rank, **row) for rank, row in enumerate(rows, 1)],
        plays_from=ONE_HIT_FROM,
        definition="one-hit-wonders",
    )
