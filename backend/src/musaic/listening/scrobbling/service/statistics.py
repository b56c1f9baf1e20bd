"""Top lists and activity for players: the same figures as the app's own charts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import get_tracks
from musaic.listening.analytics.charts.rhythm import repository as rhythm
from musaic.listening.analytics.charts.rhythm.repository import Bucket
from musaic.listening.analytics.charts.tops import repository as tops
from musaic.listening.analytics.ranges import Span, next_month
from musaic.listening.analytics.repository import state, top
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.analytics.repository.top import TopQuery
from musaic.platform import clock

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class TopList:
    """A page of a top list and how long the whole list is."""

    rows: list[dict[str, Any]]
    total: int


async def today_of(session: AsyncSession, user_id: int) -> tuple[date, str]:
    """Return the user's local date and zone."""
    zone = (await state.read(session, user_id)).timezone
    return clock.now().astimezone(ZoneInfo(zone)).date(), zone


async def top_list(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, *, limit: int, offset: int
) -> TopList:
    """Return ``{id, name, artist, album?, plays, ms_played}``, most played first."""
    query = TopQuery(entity, "plays", "desc")
    found = await top.top_items(session, user_id, span, query, limit=limit, offset=offset)
    rows = [{**row, "plays": int(row["plays"])} for row in found]
    counts = await tops.counts(session, user_id, span, (entity,))
    if entity == "track":
        tracks = await get_tracks(session, [row["id"] for row in rows])
        rows = [{**row, "album": tracks[row["id"]].album} for row in rows]
    return TopList(rows, counts[f"{entity}s"])


async def activity(
    session: AsyncSession, user_id: int, span: Span, bucket: Bucket
) -> list[tuple[date, date, int]]:
    """Return (first day, last day, plays) of each stretch of the span that has any, in order."""
    found = await rhythm.by_bucket(session, user_id, span, bucket)
    return [(start, _end(start, bucket), plays) for start, (plays, _) in sorted(found.items())]


def _end(start: date, bucket: Bucket) -> date:
    if bucket == "year":
        return date(start.year, 12, 31)
    if bucket == "month":
        return next_month(start) - _DAY
    return start + (6 * _DAY if bucket == "week" else timedelta())


def this_week(today: date) -> Span:
    """Return the present week, from Monday."""
    return Span(today - timedelta(days=today.weekday()), today)


def last_week(today: date) -> Span:
    """Return the week before the present one."""
    monday = today - timedelta(days=today.weekday())
    return Span(monday - 7 * _DAY, monday - _DAY)


def months_before(today: date, months: int) -> Span:
    """Return the ``months`` whole calendar months before the present one."""
    last = today.replace(day=1) - _DAY
    first = last.replace(day=1)
    for _ in range(months - 1):
        first = (first - _DAY).replace(day=1)
    return Span(first, last)


def year_before(today: date) -> Span:
    """Return the calendar year before the present one."""
    return Span(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))


def days_back(today: date, days: int) -> Span:
    """Return today and the days before it, ``days`` in all."""
    return Span(today - timedelta(days=days - 1), today)
