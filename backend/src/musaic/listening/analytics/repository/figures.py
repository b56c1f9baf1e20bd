"""Totals of a span, and the same by hour, weekday and stretch of time."""

from datetime import date
from typing import Any, Literal

from sqlalchemy import Date, bindparam, cast, distinct, func, literal, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.models import AlbumTotal, ArtistTotal, DayTotal, HourTotal, TrackTotal
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.top import counted_rows, span_values
from musaic.listening.names.models import SongArtist

Bucket = Literal["day", "week", "month", "year"]

_DAYS = (
    DayTotal.user_id == bindparam("user_id"),
    DayTotal.local_date >= bindparam("first"),
    DayTotal.local_date <= bindparam("last"),
)
_DAY_FIGURES = (func.sum(DayTotal.plays).label("plays"), func.sum(DayTotal.ms_played).label("ms_played"))

_TOTALS = select(
    func.coalesce(func.sum(DayTotal.plays), 0).label("plays"),
    func.coalesce(func.sum(DayTotal.ms_played), 0).label("ms_played"),
    func.min(DayTotal.first_at).label("first_listen_at"),
    func.max(DayTotal.last_at).label("last_listen_at"),
    func.count().label("days_active"),
).where(*_DAYS)

_BY_HOUR = (
    select(
        HourTotal.local_hour.label("hour"),
        func.sum(HourTotal.plays).label("plays"),
        func.sum(HourTotal.ms_played).label("ms_played"),
    )
    .where(
        HourTotal.user_id == bindparam("user_id"),
        HourTotal.local_date >= bindparam("first"),
        HourTotal.local_date <= bindparam("last"),
    )
    .group_by(HourTotal.local_hour)
)

# ISO days are 1 to 7; ours begin with 0 for Monday
_WEEKDAY = (func.extract("isodow", DayTotal.local_date) - 1).label("weekday")
_BY_WEEKDAY = select(_WEEKDAY, *_DAY_FIGURES).where(*_DAYS).group_by(literal_column("1"))


def _timeline(bucket: Bucket) -> Any:
    start = DayTotal.local_date if bucket == "day" else func.date_trunc(literal(bucket), DayTotal.local_date)
    return select(cast(start, Date).label("start"), *_DAY_FIGURES).where(*_DAYS).group_by(literal_column("1"))


_BUCKETS: tuple[Bucket, ...] = ("day", "week", "month", "year")
_TIMELINES = {bucket: _timeline(bucket) for bucket in _BUCKETS}


def _count(total: type[TrackTotal | ArtistTotal | AlbumTotal]) -> Any:
    return select(func.count()).where(total.user_id == bindparam("user_id")).scalar_subquery()


_DISTINCT_EVER = select(
    _count(TrackTotal).label("tracks"),
    _count(ArtistTotal).label("artists"),
    _count(AlbumTotal).label("albums"),
)


def _distinct() -> Any:
    rows = counted_rows()
    songs = select(rows.c.track_id, rows.c.album_id).distinct().cte("songs")
    credited = select(func.count(distinct(SongArtist.artist_id))).where(
        SongArtist.user_id == bindparam("user_id"),
        SongArtist.track_id.in_(select(songs.c.track_id)),
    )
    return select(
        func.count(distinct(songs.c.track_id)).label("tracks"),
        credited.scalar_subquery().label("artists"),
        func.count(distinct(func.nullif(songs.c.album_id, 0))).label("albums"),
    )


_DISTINCT_RANGED = _distinct()


def _span(user_id: int, span: Span) -> dict[str, Any]:
    return {"user_id": user_id, "first": span.first, "last": span.last}


async def summary(session: AsyncSession, user_id: int, span: Span) -> dict[str, Any]:
    """Return plays, ms_played, first and last listen, days_active, tracks, artists and albums."""
    totals = (await session.execute(_TOTALS, _span(user_id, span))).mappings().one()
    statement = _DISTINCT_EVER if span.whole else _DISTINCT_RANGED
    values = {"user_id": user_id} if span.whole else span_values(user_id, span)
    return {**totals, **(await session.execute(statement, values)).mappings().one()}


async def by_hour(session: AsyncSession, user_id: int, span: Span) -> dict[int, tuple[int, int]]:
    """Return (plays, ms_played) by local hour; hours without plays are absent."""
    rows = await session.execute(_BY_HOUR, _span(user_id, span))
    return {int(hour): (int(plays), int(ms)) for hour, plays, ms in rows}


async def by_weekday(session: AsyncSession, user_id: int, span: Span) -> dict[int, tuple[int, int]]:
    """Return (plays, ms_played) by weekday, 0 for Monday; days without plays are absent."""
    rows = await session.execute(_BY_WEEKDAY, _span(user_id, span))
    return {int(day): (int(plays), int(ms)) for day, plays, ms in rows}


async def timeline(
    session: AsyncSession, user_id: int, span: Span, bucket: Bucket
) -> dict[date, tuple[int, int]]:
    """Return (plays, ms_played) by first day of the bucket; empty buckets are absent."""
    rows = await session.execute(_TIMELINES[bucket], _span(user_id, span))
    return {start: (int(plays), int(ms)) for start, plays, ms in rows}
