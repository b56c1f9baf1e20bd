"""The spread of plays over music, and top lists month by month."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from datetime import date
from functools import lru_cache
from typing import Literal

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import spans
from musaic.listening.analytics.repository.spans import Entity, span_values
from musaic.listening.analytics.repository.top import Metric

Frame = Literal["month", "year"]


@lru_cache
def _spread(entity: Entity, metric: Metric, *, ever: bool) -> TextClause:
    """Count how many have each number of plays: they repeat so much that few rows come back."""
    if ever:
        source = f"SELECT plays, ms_played FROM {entity}_total WHERE user_id = :user_id"
    else:
        source = spans.figures(entity)
    figure = "plays" if metric == "plays" else "ms_played"
    return text(f"SELECT {figure} AS figure, count(*) FROM ({source}) spread GROUP BY 1 ORDER BY 1")


async def spread(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric
) -> list[tuple[int, int]]:
    """Return (figure, how many have it), smallest first."""
    result = await session.execute(_spread(entity, metric, ever=span.whole), span_values(user_id, span))
    return [(int(figure), int(count)) for figure, count in result]


@lru_cache
def _frames(entity: Entity, frame: Frame) -> TextClause:
    start = f"date_trunc('{frame}', month)::date"
    months = (
        f"SELECT {start} AS start, track_id, album_id, artist_id, plays, ms_played FROM month_total "
        "WHERE user_id = :user_id AND month >= :month_from AND month < :month_until"
    )
    credited = (
        f"(SELECT {start} AS start, artist_id, plays, ms_played FROM artist_month "
        "WHERE user_id = :user_id AND month >= :month_from AND month < :month_until) song"
    )
    key, source = {
        "track": ("track_id", f"({months}) song"),
        "album": ("album_id", f"({months}) song WHERE album_id <> 0"),
        "artist": ("artist_id", credited),
    }[entity]
    return text(
        "SELECT start, array_agg(id), array_agg(plays), array_agg(ms_played) FROM ("
        f"SELECT start, {key} AS id, sum(plays)::bigint AS plays, sum(ms_played)::bigint AS ms_played "
        f"FROM {source} GROUP BY 1, 2) found GROUP BY 1 ORDER BY 1"
    )


async def frames(
    session: AsyncSession, user_id: int, entity: Entity, frame: Frame, months: tuple[date, date]
) -> list[tuple[date, list[int], list[int], list[int]]]:
    """Return (start, ids, plays, ms_played) of each frame, for months from the first until the second."""
    values = {"user_id": user_id, "month_from": months[0], "month_until": months[1]}
    return [tuple(row) for row in await session.execute(_frames(entity, frame), values)]
