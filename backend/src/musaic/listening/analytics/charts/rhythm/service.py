"""Figures over time, with the gaps filled in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.rhythm import repository
from musaic.listening.analytics.charts.rhythm.repository import Bucket
from musaic.listening.analytics.charts.rhythm.schemas import (
    ByHour,
    ByWeekday,
    Calendar,
    CalendarDay,
    HeatCell,
    HeatMap,
    HourFigures,
    Timeline,
    TimelinePoint,
    WeekdayFigures,
)
from musaic.listening.analytics.filters import UNFILTERED, Filters
from musaic.listening.analytics.ranges import Span, next_month
from musaic.listening.analytics.repository.plays import Figures, narrowed

NOTHING: Figures = (0, 0)
_DAY = timedelta(days=1)


async def by_hour(session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED) -> ByHour:
    """Return the figures of the 24 local hours."""
    found = await narrowed(session, user_id, span, "hour", filters, repository.by_hour)
    return ByHour(items=hours(found))


def hours(found: Mapping[int, Figures]) -> list[HourFigures]:
    """Return all 24 hours, also those without plays."""
    cells = ((hour, *found.get(hour, NOTHING)) for hour in range(24))
    return [HourFigures(hour=hour, plays=plays, ms_played=ms) for hour, plays, ms in cells]


async def by_weekday(
    session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED
) -> ByWeekday:
    """Return the figures of the seven local weekdays, Monday first."""
    found = await narrowed(session, user_id, span, "weekday", filters, repository.by_weekday)
    cells = ((day, *found.get(day, NOTHING)) for day in range(7))
    return ByWeekday(
        items=[WeekdayFigures(weekday=day, plays=plays, ms_played=ms) for day, plays, ms in cells]
    )


async def heat_map(session: AsyncSession, user_id: int, span: Span, filters: Filters) -> HeatMap:
    """Return the figures of the 168 hours of a week, Monday's first."""
    found = await narrowed(session, user_id, span, "cell", filters, repository.by_cell)
    items = []
    for cell in range(7 * 24):
        plays, ms = found.get(cell, NOTHING)
        items.append(HeatCell(weekday=cell // 24, hour=cell % 24, plays=plays, ms_played=ms))
    return HeatMap(items=items, definition="heat-map")


async def days(
    session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED
) -> Mapping[date, Figures]:
    """Return the figures of each local day with plays."""
    return await narrowed(session, user_id, span, "day", filters, repository.by_day)


async def calendar(
    session: AsyncSession,
    user_id: int,
    span: Span,  # noqa: ARG001  every chart is asked for one; a calendar has its own
    filters: Filters,
    *,
    year: int,
) -> Calendar:
    """Return every day of ``year``, also those without plays."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = await days(session, user_id, Span(first, last), filters)
    items = []
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        plays, ms = found.get(day, NOTHING)
        items.append(CalendarDay(day=day, plays=plays, ms_played=ms))
    return Calendar(items=items, definition="calendar")


async def timeline(
    session: AsyncSession, user_id: int, span: Span, bucket: Bucket, filters: Filters = UNFILTERED
) -> Timeline:
    """Return the figures of each day, ISO week, month or year from the first to the last play."""
    if filters:
        found = in_buckets(await days(session, user_id, span, filters), bucket)
    else:
        found = await repository.by_bucket(session, user_id, span, bucket)
    points = ((start, *found.get(start, NOTHING)) for start in _starts(found, bucket))
    return Timeline(
        items=[TimelinePoint(start=start, plays=plays, ms_played=ms) for start, plays, ms in points]
    )


def in_buckets(figures: Mapping[date, Figures], bucket: Bucket) -> dict[date, Figures]:
    """Add up days by the first day of their bucket."""
    sums: dict[date, Figures] = defaultdict(lambda: NOTHING)
    for day, (plays, ms) in figures.items():
        start = _start_of(day, bucket)
        before = sums[start]
        sums[start] = (before[0] + plays, before[1] + ms)
    return dict(sums)


def _start_of(day: date, bucket: Bucket) -> date:
    """Return the first day of the bucket that ``day`` lies in."""
    if bucket == "week":
        return day - timedelta(days=day.weekday())
    if bucket == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if bucket == "year" else day


def _starts(found: Mapping[date, object], bucket: Bucket) -> Iterator[date]:
    if not found:
        return
    start, last = min(found), max(found)
    while start <= last:
        yield start
        start = _next(start, bucket)


def _next(start: date, bucket: Bucket) -> date:
    if bucket == "year":
        return date(start.year + 1, 1, 1)
    if bucket == "month":
        return next_month(start)
    return start + timedelta(days=7 if bucket == "week" else 1)
