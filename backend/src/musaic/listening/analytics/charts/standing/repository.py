"""The spread of plays over music, and top lists month by month."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from datetime import date
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import spans
from musaic.listening.analytics.repository.spans import Entity, span_values
from musaic.listening.analytics.repository.top import Metric

Frame = Literal["month", "year"]


@lru_cache
def _spread(entity: Entity, metric: Metric, *, ever: bool) -> TextClause:
    """Count how many have each figure: plays repeat so much that few rows come back."""
    figure = "plays" if metric == "plays" else "ms_played / 1000"
    if ever:
        source = f"SELECT plays, ms_played FROM {entity}_total WHERE user_id = :user_id"
    else:
        source = spans.figures(entity)
    return text(f"SELECT {figure} AS figure, count(*) FROM ({source}) spread GROUP BY 1 ORDER BY 1")


async def spread(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric
) -> list[tuple[int, int]]:
    """Return (figure, how many have it), smallest first; the figure is plays, or seconds listened."""
    result = await session.execute(_spread(entity, metric, ever=span.whole), span_values(user_id, span))
    return [(int(figure), int(count)) for figure, count in result]
