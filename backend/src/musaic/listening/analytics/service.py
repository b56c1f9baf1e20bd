"""Charts from figures: ranks, pages, and the gaps filled in."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span, next_month
from musaic.listening.analytics.repository import figures, top
from musaic.listening.analytics.schemas import (
    ByHour,
    ByWeekday,
    HourFigures,
    Summary,
    Timeline,
    TimelinePoint,
    TopItem,
    TopItems,
    WeekdayFigures,
)
from musaic.platform.pagination import InvalidCursorError, decode_cursor, encode_cursor

NOTHING = (0, 0)
# Deeper than any list is scrolled; keeps a made-up cursor from costing much.
_MAX_OFFSET = 1_000_000


async def top_items(
    session: AsyncSession, user_id: int, span: Span, query: top.TopQuery, *, limit: int, cursor: str | None
) -> TopItems:
    """Return a page of the top list; raises InvalidCursorError."""
    offset = int(decode_cursor(cursor, int)[0]) if cursor else 0
    if not 0 <= offset <= _MAX_OFFSET:
        raise InvalidCursorError
    rows = await top.top_items(session, user_id, span, query, limit=limit + 1, offset=offset)
    items = [TopItem(rank=rank, **row) for rank, row in enumerate(rows[:limit], offset + 1)]
    return TopItems(items=items, next_cursor=encode_cursor(offset + limit) if len(rows) > limit else None)


async def summary(session: AsyncSession, user_id: int, span: Span) -> Summary:
    """Return the totals of the span."""
    return Summary.model_validate(await figures.summary(session, user_id, span))


async def by_hour(session: AsyncSession, user_id: int, span: Span) -> ByHour:
    """Return the figures of the 24 local hours."""
    found = await figures.by_hour(session, user_id, span)
    cells = ((hour, *found.get(hour, NOTHING)) for hour in range(24))
    return ByHour(items=[HourFigures(hour=hour, plays=plays, ms_played=ms) for hour, plays, ms in cells])


async def by_weekday(session: AsyncSession, user_id: int, span: Span) -> ByWeekday:
    """Return the figures of the seven local weekdays, Monday first."""
    found = await figures.by_weekday(session, user_id, span)
    cells = ((day, *found.get(day, NOTHING)) for day in range(7))
    return ByWeekday(
        items=[WeekdayFigures(weekday=day, plays=plays, ms_played=ms) for day, plays, ms in cells]
    )


async def timeline(session: AsyncSession, user_id: int, span: Span, bucket: figures.Bucket) -> Timeline:
    """Return the figures of each day, ISO week, month or year from the first to the last play."""
    found = await figures.timeline(session, user_id, span, bucket)
    points = ((start, *found.get(start, NOTHING)) for start in _starts(found, bucket))
    return Timeline(
        items=[TimelinePoint(start=start, plays=plays, ms_played=ms) for start, plays, ms in points]
    )


def _starts(found: Mapping[date, object], bucket: figures.Bucket) -> Iterator[date]:
    if not found:
        return
    start, last = min(found), max(found)
    while start <= last:
        yield start
        start = _next(start, bucket)


def _next(start: date, bucket: figures.Bucket) -> date:
    if bucket == "year":
        return date(start.year + 1, 1, 1)
    if bucket == "month":
        return next_month(start)
    return start + timedelta(days=7 if bucket == "week" else 1)
