"""Top lists: from totals for all time, else from months and edge days."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import spans
from musaic.listening.analytics.repository.spans import Entity

Metric = Literal["plays", "time"]
Order = Literal["asc", "desc"]


@dataclass(frozen=True)
class TopQuery:
    """Which list: what is ranked, by which figure, from which end."""

    entity: Entity
    metric: Metric
    order: Order


def ranked_by(metric: Metric, order: Order = "desc", table: str = "page", key: str = "id") -> str:
    """Sort by the metric, then by the other one, then by id; ``asc`` is exactly the reverse."""
    first, second = ("plays", "ms_played") if metric == "plays" else ("ms_played", "plays")
    down, up = ("DESC", "") if order == "desc" else ("", "DESC")
    return f"{table}.{first} {down}, {table}.{second} {down}, {table}.{key} {up}"


# Each is built once: building a statement costs a quarter of such a request.
@lru_cache(maxsize=512)
def _top(query: TopQuery, shape: Shape, *, ever: bool) -> TextClause:
    table, key = f"{query.entity}_total", f"{query.entity}_id"
    if ever and not shape[1]:
        source = f"SELECT {key} AS id, plays, ms_played FROM {table} WHERE user_id = :user_id"
        order = ranked_by(query.metric, query.order, table, key)
    elif ever:
        source = f"SELECT * FROM ({_all_but(query.entity, shape)}) found"
        order = ranked_by(query.metric, query.order, "found")
    else:
        source = f"SELECT * FROM ({spans.figures(query.entity, shape)}) found"
        order = ranked_by(query.metric, query.order, "found")
    page = f"{source} ORDER BY {order} LIMIT :limit OFFSET :offset"
    return text(spans.named(query.entity, page, ranked_by(query.metric, query.order)))


def _all_but(entity: Entity, shape: Shape) -> str:
    """Take what is excluded, mostly little, from the totals of all time."""
    return (
        f"SELECT t.{entity}_id AS id, t.plays - coalesce(less.plays, 0) AS plays, "
        f"t.ms_played - coalesce(less.ms_played, 0) AS ms_played FROM {entity}_total t "
        f"LEFT JOIN ({spans.figures(entity, (shape[1], ()))}) less ON less.id = t.{entity}_id "
        "WHERE t.user_id = :user_id AND t.plays > coalesce(less.plays, 0)"
    )


async def top_items(
    session: AsyncSession,
    user_id: int,
    span: Span,
    query: TopQuery,
    *,
    limit: int,
    offset: int,
    filters: Filters = UNFILTERED,
) -> list[dict[str, Any]]:
    """Return ``{id, name, artist, plays, ms_played}``, sorted."""
    ever = span.whole and not filters.only.kinds
    # What is excluded from all time is asked for alone: see ``_all_but``.
    asked = Filters(only=filters.exclude) if ever else filters
    values = spans.span_values(user_id, span, asked)
    result = await session.execute(
        _top(query, filters.shape, ever=ever), {**values, "limit": limit, "offset": offset}
    )
    return [dict(row) for row in result.mappings()]
