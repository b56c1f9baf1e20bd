"""Top lists and totals of the caller."""

from functools import partial

from fastapi import Depends, Response

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.tops import service
from musaic.listening.analytics.charts.tops.schemas import Summary, TopItems
from musaic.listening.analytics.deps import (
    WRONGLY_ASKED,
    ChartsDep,
    FiltersDep,
    MetricQuery,
    RangeDep,
    accept_metric,
)
from musaic.listening.analytics.repository.ranking import Order
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.analytics.repository.top import TopQuery
from musaic.platform.deps import Cursor, Limit
from musaic.platform.pagination import InvalidCursorError
from musaic.platform.web.problems import problems

router = chart_router()


@router.get(
    "/top-items",
    name="top_items",
    summary="Top tracks, albums or artists",
    response_model=TopItems,
    responses=problems(*WRONGLY_ASKED, InvalidCursorError),
)
async def top_items(
    charts: ChartsDep,
    span: RangeDep,
    filters: FiltersDep,
    entity: Entity = "track",
    metric: MetricQuery = "plays",
    order: Order = "desc",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Rank by plays or by time listened; ties by the other figure, then by id."""
    query = TopQuery(entity, metric, order)
    rows = charts.rows(limit)
    build = partial(service.top_items, query=query, limit=rows, cursor=cursor, filters=filters)
    key = f"{entity}&{metric}&{order}&{rows}&{cursor}&{filters.key}"
    return await charts.reply(span, key, build, definition="top-lists")


@router.get(
    "/summary",
    name="listening_summary",
    summary="Totals of a range",
    response_model=Summary,
    dependencies=[Depends(accept_metric)],
)
async def summary(charts: ChartsDep, span: RangeDep, filters: FiltersDep) -> Response:
    """Count plays, time, and different tracks, artists, albums and days."""
    build = partial(service.summary, filters=filters)
    return await charts.reply(span, filters.key, build, definition="totals")
