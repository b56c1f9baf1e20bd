"""Top lists: of all time by the index of the totals, else ranked here."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called, spans
from musaic.listening.analytics.repository.ranking import Metric, Order, ranked_by
from musaic.listening.analytics.repository.spans import Entity


@dataclass(frozen=True)
class TopQuery:
    """Which list: what is ranked, by which figure, from which end."""

    entity: Entity
    metric: Metric
    order: Order


# Each is built once: building a statement costs a quarter of such a request.
@lru_cache
def _of_all_time(query: TopQuery) -> TextClause:
    # By name, so that the index of the totals gives the order.
    table, key = f"{query.entity}_total", f"{query.entity}_id"
    page = (
        f"SELECT {key} AS id, plays, ms_played FROM {table} WHERE user_id = :user_id "
        f"ORDER BY {ranked_by(query.metric, query.order, table, key)} LIMIT :limit OFFSET :offset"
    )
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
    if span.whole and not filters:
        values = {"user_id": user_id, "limit": limit, "offset": offset}
        result = await session.execute(_of_all_time(query), values)
        return [dict(row) for row in result.mappings()]
    from musaic.listening.analytics.repository.gather import heard  # noqa: PLC0415  numpy costs a start

    found = (await heard(session, user_id, span, [query.entity], filters))[query.entity]
    best = found.best(query.metric, offset + limit, query.order)[offset:]
    return await called.with_names(session, query.entity, best)
