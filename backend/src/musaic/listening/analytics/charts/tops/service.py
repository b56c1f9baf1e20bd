"""Ranks, pages and totals."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.tops import repository
from musaic.listening.analytics.charts.tops.schemas import Summary, TopItem, TopItems, Totals
from musaic.listening.analytics.filters import UNFILTERED, Filters
from musaic.listening.analytics.pages import following, offset_of
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called, top
from musaic.listening.analytics.repository.spans import Entity

if TYPE_CHECKING:
    from musaic.listening.analytics.repository.heard import Heard


async def top_items(
    session: AsyncSession,
    user_id: int,
    span: Span,
    query: top.TopQuery,
    *,
    limit: int,
    cursor: str | None,
    filters: Filters = UNFILTERED,
) -> TopItems:
    """Return a page of the top list; raises InvalidCursorError."""
    offset = offset_of(cursor)
    rows = await top.top_items(session, user_id, span, query, limit=limit + 1, offset=offset, filters=filters)
    items = [TopItem(rank=rank, **row) for rank, row in enumerate(rows[:limit], offset + 1)]
    return TopItems(items=items, next_cursor=following(offset, limit, len(rows)))


async def totals(session: AsyncSession, user_id: int, span: Span) -> Totals:
    """Return the totals of the span, without the numbers of things, which are most of the work."""
    return Totals(**await repository.totals(session, user_id, span))


async def summary(session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED) -> Summary:
    """Return the totals of the span."""
    found = await repository.totals(session, user_id, span, filters)
    counts = await repository.counts(session, user_id, span, filters=filters)
    return Summary(**found, **counts)


@dataclass(frozen=True)
class Overview:
    """The totals of a span, and all that it has of some kinds."""

    summary: Summary
    heard: "dict[Entity, Heard]"


async def overview(
    session: AsyncSession, user_id: int, span: Span, entities: tuple[Entity, ...] = repository.ENTITIES
) -> Overview:
    """Return the totals of the span and all of ``entities``, which are read only once."""
    from musaic.listening.analytics.repository.gather import heard  # noqa: PLC0415  numpy costs a start

    # How many there are of all time is known; else the others lie beside what is read.
    everything = await heard(session, user_id, span, entities if span.whole else repository.ENTITIES)
    if span.whole:
        counts = await repository.ever(session, user_id)
    else:
        counts = {f"{entity}s": len(one) for entity, one in everything.items()}
    found = await repository.totals(session, user_id, span)
    return Overview(Summary(**found, **counts), everything)


async def leaders(session: AsyncSession, entity: Entity, heard: "Heard", limit: int) -> list[TopItem]:
    """Return the first of the top list by plays."""
    best = heard.best("plays", limit)
    rows = await called.with_names(session, entity, best)
    return [TopItem(rank=rank, **row) for rank, row in enumerate(rows, 1)]
