"""Top lists: of all time by the index of the totals, else ranked here."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called, spans
from musaic.listening.analytics.repository.ranking import Metric, Order, ranked_by
from musaic.listening.analytics.repository.spans import Entity

if TYPE_CHECKING:
    from musaic.listening.analytics.repository.heard import Heard


@dataclass(frozen=True)
class TopQuery:
    """Which list: what is ranked, by which figure, from which end."""

    entity: Entity
    metric: Metric
    order: Order


# Each is built once: building a statement costs a quarter of such a request.
@lru_cache
def _head(query: TopQuery) -> str:
    # By name, so that the index of the totals gives the order.
    table, key = f"{query.entity}_total", f"{query.entity}_id"
    return (
        f"SELECT {key} AS id, plays, ms_played FROM {table} WHERE user_id = :user_id "
        f"ORDER BY {ranked_by(query.metric, query.order, table, key)} LIMIT :limit OFFSET :offset"
    )


@lru_cache
def _figures(query: TopQuery) -> TextClause:
    return text(_head(query))


@lru_cache
def _named(query: TopQuery) -> TextClause:
    return text(spans.named(query.entity, _head(query), ranked_by(query.metric, query.order)))


async def head(
    session: AsyncSession, user_id: int, query: TopQuery, limit: int
) -> list[tuple[int, int, int]]:
    """Return id, plays and time of the first in the list of all time."""
    values = {"user_id": user_id, "limit": limit, "offset": 0}
    rows = await session.execute(_figures(query), values)
    return [(int(key), int(plays), int(ms)) for key, plays, ms in rows]


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
        result = await session.execute(_named(query), values)
        return [dict(row) for row in result.mappings()]
    found = await _left(session, user_id, span, query, offset + limit, filters)
    best = found.best(query.metric, offset + limit, query.order)[offset:]
    return await called.with_names(session, query.entity, best)


async def _left(
    session: AsyncSession, user_id: int, span: Span, query: TopQuery, top: int, filters: Filters
) -> "Heard":
    """Return what passes, or so much of it that the ``top`` is there."""
    from musaic.listening.analytics.repository.gather import heard  # noqa: PLC0415  numpy costs a start
    from musaic.listening.analytics.repository.heard import Heard  # noqa: PLC0415

    entity = query.entity
    if not span.whole or filters.only.kinds or query.order == "asc":
        return (await heard(session, user_id, span, [entity], filters))[entity]
    # What loses plays only falls: as many more as there are of these hold the whole top.
    less = (await heard(session, user_id, span, [entity], Filters(only=filters.exclude)))[entity]
    first = Heard.of_rows(await head(session, user_id, query, top + len(less)))
    return first.less(less.only(first.ids))
