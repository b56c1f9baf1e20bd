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
from musaic.listening.analytics.repository.spans import Entity, Reach

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
def _top(query: TopQuery, shape: Shape, reach: Reach) -> TextClause:
    if reach is Reach.EVER and not shape[1]:
        # By name, so that the index of the totals gives the order.
        table, key = f"{query.entity}_total", f"{query.entity}_id"
        source = f"SELECT {key} AS id, plays, ms_played FROM {table} WHERE user_id = :user_id"
        order = ranked_by(query.metric, query.order, table, key)
    else:
        source = f"SELECT * FROM ({spans.figures(query.entity, shape, reach=reach)}) found"
        order = ranked_by(query.metric, query.order, "found")
    page = f"{source} ORDER BY {order} LIMIT :limit OFFSET :offset"
    return text(spans.named(query.entity, page, ranked_by(query.metric, query.order)))


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
    reach = await spans.reach_of(session, user_id, span, filters)
    values = spans.span_values(user_id, span, filters) | {"limit": limit, "offset": offset}
    result = await session.execute(_top(query, filters.shape, reach), values)
    return [dict(row) for row in result.mappings()]
