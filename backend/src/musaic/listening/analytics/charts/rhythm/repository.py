"""Figures by day and by hour, from the rollups of days and hours."""

from datetime import date
from typing import Any, Literal

from sqlalchemy import Date, bindparam, cast, func, literal, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.models import DayTotal, HourTotal
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import sums
from musaic.listening.analytics.repository.plays import Figures, weekday

Bucket = Literal["day", "week", "month", "year"]

_DAYS = (
    DayTotal.user_id == bindparam("user_id"),
    DayTotal.local_date >= bindparam("first"),
    DayTotal.local_date <= bindparam("last"),
)
_HOURS = (
    HourTotal.user_id == bindparam("user_id"),
    HourTotal.local_date >= bindparam("first"),
    HourTotal.local_date <= bindparam("last"),
)
_FIGURES: tuple[Any, ...] = (literal_column(sums.PLAYS), literal_column(sums.MS))

_WEEKDAY: Any = literal_column(weekday("day_total.local_date")).label("weekday")
_CELL: Any = literal_column(f"{weekday('hour_total.local_date')} * 24 + hour_total.local_hour")

_BY_DAY = select(DayTotal.local_date, DayTotal.plays, DayTotal.ms_played).where(*_DAYS)
_BY_HOUR = select(HourTotal.local_hour, *_FIGURES).where(*_HOURS).group_by(HourTotal.local_hour)
_BY_WEEKDAY = select(_WEEKDAY, *_FIGURES).select_from(DayTotal).where(*_DAYS).group_by(literal_column("1"))


def _by_bucket(bucket: Bucket) -> Any:
    start = cast(func.date_trunc(literal(bucket), DayTotal.local_date), Date)
    return select(start.label("start"), *_FIGURES).where(*_DAYS).group_by(literal_column("1"))


_BUCKETS: tuple[Bucket, ...] = ("week", "month", "year")
_BY_BUCKET = {"day": _BY_DAY, **{bucket: _by_bucket(bucket) for bucket in _BUCKETS}}
_BY_CELL = select(_CELL.label("cell"), *_FIGURES).where(*_HOURS).group_by(literal_column("1"))


async def _figures(session: AsyncSession, statement: Any, user_id: int, span: Span) -> dict[Any, Figures]:
    values = {"user_id": user_id, "first": span.first, "last": span.last}
    rows = await session.execute(statement, values)
    return {key: (int(plays), int(ms)) for key, plays, ms in rows}


async def by_day(session: AsyncSession, user_id: int, span: Span) -> dict[date, Figures]:
    """Return (plays, ms_played) by local day; days without plays are absent."""
    return await by_bucket(session, user_id, span, "day")


async def by_bucket(session: AsyncSession, user_id: int, span: Span, bucket: Bucket) -> dict[date, Figures]:
    """Return (plays, ms_played) by first day of the bucket; those without plays are absent."""
    return await _figures(session, _BY_BUCKET[bucket], user_id, span)


async def by_hour(session: AsyncSession, user_id: int, span: Span) -> dict[int, Figures]:
    """Return (plays, ms_played) by local hour; hours without plays are absent."""
    return await _figures(session, _BY_HOUR, user_id, span)


async def by_weekday(session: AsyncSession, user_id: int, span: Span) -> dict[int, Figures]:
    """Return (plays, ms_played) by weekday, 0 for Monday; days without plays are absent."""
    return await _figures(session, _BY_WEEKDAY, user_id, span)


async def by_cell(session: AsyncSession, user_id: int, span: Span) -> dict[int, Figures]:
    """Return (plays, ms_played) by weekday * 24 + hour; cells without plays are absent."""
    return await _figures(session, _BY_CELL, user_id, span)
