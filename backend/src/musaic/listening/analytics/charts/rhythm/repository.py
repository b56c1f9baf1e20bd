"""Figures by day, from their rollup, and by hour of the week."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from sqlalchemy import Date, bindparam, cast, func, literal, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.models import DayTotal
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import sums
from musaic.listening.analytics.repository.plays import Figures

Bucket = Literal["day", "week", "month", "year"]

_DAYS = (
    DayTotal.user_id == bindparam("user_id"),
    DayTotal.local_date >= bindparam("first"),
    DayTotal.local_date <= bindparam("last"),
)
_FIGURES: tuple[Any, ...] = (literal_column(sums.PLAYS), literal_column(sums.MS))

_BY_DAY = select(DayTotal.local_date, DayTotal.plays, DayTotal.ms_played).where(*_DAYS)


def _by_bucket(bucket: Bucket) -> Any:
    start = cast(func.date_trunc(literal(bucket), DayTotal.local_date), Date)
    return select(start.label("start"), *_FIGURES).where(*_DAYS).group_by(literal_column("1"))


_BUCKETS: tuple[Bucket, ...] = ("week", "month", "year")
_BY_BUCKET = {"day": _BY_DAY, **{bucket: _by_bucket(bucket) for bucket in _BUCKETS}}


async def by_day(session: AsyncSession, user_id: int, span: Span) -> dict[date, Figures]:
    """Return (plays, ms_played) by local day; days without plays are absent."""
    return await by_bucket(session, user_id, span, "day")


async def by_bucket(session: AsyncSession, user_id: int, span: Span, bucket: Bucket) -> dict[date, Figures]:
    """Return (plays, ms_played) by first day of the bucket; those without plays are absent."""
    values = {"user_id": user_id, "first": span.first, "last": span.last}
    rows = await session.execute(_BY_BUCKET[bucket], values)
    return {key: (int(plays), int(ms)) for key, plays, ms in rows}


async def by_hour(session: AsyncSession, user_id: int, span: Span) -> dict[int, Figures]:
    """Return (plays, ms_played) by local hour; hours without plays are absent."""
    return await _cells(session, user_id, span, lambda cell: cell % 24)


async def by_weekday(session: AsyncSession, user_id: int, span: Span) -> dict[int, Figures]:
    """Return (plays, ms_played) by weekday, 0 for Monday; days without plays are absent."""
    return await _cells(session, user_id, span, lambda cell: cell // 24)


async def by_cell(session: AsyncSession, user_id: int, span: Span) -> dict[int, Figures]:
    """Return (plays, ms_played) by weekday * 24 + hour; cells without plays are absent."""
    return await _cells(session, user_id, span, int)


async def _cells(
    session: AsyncSession, user_id: int, span: Span, key: Callable[[int], int]
) -> dict[int, Figures]:
    from musaic.listening.analytics.repository.gather import cells  # noqa: PLC0415  numpy costs a start

    found: dict[int, Figures] = defaultdict(lambda: (0, 0))
    for cell, plays, ms in (await cells(session, user_id, span)).rows():
        before = found[key(cell)]
        found[key(cell)] = (before[0] + plays, before[1] + ms)
    return dict(found)
