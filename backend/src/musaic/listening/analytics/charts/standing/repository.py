"""The spread of plays over music, and top lists month by month."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from datetime import date
from functools import lru_cache
from typing import Literal

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import spans
from musaic.listening.analytics.repository.spans import Entity, Reach, span_values
from musaic.listening.analytics.repository.top import Metric

Frame = Literal["month", "year"]


@lru_cache
def _spread(entity: Entity, metric: Metric, reach: Reach) -> TextClause:
    figure = "plays" if metric == "plays" else "ms_played"
    return text(f"SELECT array_agg({figure}) FROM ({spans.figures(entity, reach=reach)}) found")


async def spread(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric
) -> list[int]:
    """Return the figure of each of them, in no order."""
    reach = await spans.reach_of(session, user_id, span)
    result = await session.execute(_spread(entity, metric, reach), span_values(user_id, span))
    return result.scalar_one() or []


_MONTHS: dict[Entity, tuple[str, str]] = {
    "track": ("track_id", "month_total"),
    "album": ("album_id", "month_total"),
    "artist": ("artist_id", "artist_month"),
}


@lru_cache
def _frames(entity: Entity, frame: Frame) -> TextClause:
    """Collect the months as they are: to add them up here costs less than there."""
    key, table = _MONTHS[entity]
    start = "month" if frame == "month" else "date_trunc('year', month)::date"
    return text(
        f"SELECT {start} AS start, array_agg({key}), array_agg(plays), array_agg(ms_played) FROM {table} "
        f"WHERE user_id = :user_id AND month >= :month_from AND month < :month_until AND {key} <> 0 "
        "GROUP BY 1 ORDER BY 1"
    )


async def frames(
    session: AsyncSession, user_id: int, entity: Entity, frame: Frame, months: tuple[date, date]
) -> list[tuple[date, list[int], list[int], list[int]]]:
    """Return (start, ids, plays, ms_played) of each frame, for months from the first until the second.

    An id may come several times.
    """
    values = {"user_id": user_id, "month_from": months[0], "month_until": months[1]}
    return [tuple(row) for row in await session.execute(_frames(entity, frame), values)]
