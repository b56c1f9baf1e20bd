"""Ranks, pages and totals."""

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.tops import repository
from musaic.listening.analytics.charts.tops.schemas import Summary, TopItem, TopItems
from musaic.listening.analytics.filters import UNFILTERED, Filters
from musaic.listening.analytics.pages import following, offset_of
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import top


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


async def summary(session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED) -> Summary:
    """Return the totals of the span."""
    return Summary.model_validate(await repository.summary(session, user_id, span, filters))
