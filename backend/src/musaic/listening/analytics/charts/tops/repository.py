"""Totals of a span: plays, time, days, and how many different tracks, artists and albums."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.models import AlbumTotal, ArtistTotal, DayTotal, TrackTotal
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import plays
from musaic.listening.analytics.repository.spans import GUESTS, counted, span_values

_TOTALS = select(
    func.coalesce(func.sum(DayTotal.plays), 0).label("plays"),
    func.coalesce(func.sum(DayTotal.ms_played), 0).label("ms_played"),
    func.min(DayTotal.first_at).label("first_listen_at"),
    func.max(DayTotal.last_at).label("last_listen_at"),
    func.count().label("days_active"),
).where(
    DayTotal.user_id == bindparam("user_id"),
    DayTotal.local_date >= bindparam("first"),
    DayTotal.local_date <= bindparam("last"),
)


def _count(total: type[TrackTotal | ArtistTotal | AlbumTotal]) -> Any:
    return select(func.count()).where(total.user_id == bindparam("user_id")).scalar_subquery()


_DISTINCT_EVER = select(
    _count(TrackTotal).label("tracks"),
    _count(ArtistTotal).label("artists"),
    _count(AlbumTotal).label("albums"),
)


@lru_cache
def _distinct(shape: Shape) -> TextClause:
    """Count groups apart: three hashed groupings are far cheaper than sorts for each DISTINCT."""
    return text(
        "WITH song AS MATERIALIZED (SELECT track_id, album_id, artist_id "
        f"FROM ({counted(shape)}) counted GROUP BY 1, 2, 3), track AS MATERIALIZED ("
        "SELECT track_id, min(artist_id) AS artist_id FROM song GROUP BY 1) "
        "SELECT (SELECT count(*) FROM track) AS tracks, "
        "(SELECT count(*) FROM (SELECT FROM song WHERE album_id <> 0 GROUP BY album_id) a) AS albums, "
        "(SELECT count(*) FROM (SELECT artist_id FROM track UNION SELECT g.artist_id "
        f"FROM track JOIN {GUESTS} ON g.track_id = track.track_id) c) AS artists"
    )


@lru_cache
def _filtered_totals(shape: Shape) -> TextClause:
    return text(
        "SELECT count(*) AS plays, coalesce(sum(ms_played), 0)::bigint AS ms_played, "
        "min(played_at) AS first_listen_at, max(played_at) AS last_listen_at, "
        f"count(DISTINCT local_date) AS days_active FROM ({plays.plays(shape)}) play"
    )


async def summary(
    session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED
) -> dict[str, Any]:
    """Return plays, ms_played, first and last listen, days_active, tracks, artists and albums."""
    totals = _filtered_totals(filters.shape) if filters else _TOTALS
    found = (await session.execute(totals, plays.values(user_id, span, filters))).mappings().one()
    ever = span.whole and not filters
    statement = _DISTINCT_EVER if ever else _distinct(filters.shape)
    values = {"user_id": user_id} if ever else span_values(user_id, span, filters)
    return {**found, **(await session.execute(statement, values)).mappings().one()}
