"""Charts over the caller's history."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from musaic.listening.analytics import service
from musaic.listening.analytics.deps import ChartsDep, RangeDep
from musaic.listening.analytics.errors import InvalidRangeError
from musaic.listening.analytics.repository.figures import Bucket
from musaic.listening.analytics.repository.top import Entity, Metric, Order, TopQuery
from musaic.listening.analytics.schemas import ByHour, ByWeekday, Summary, Timeline, TopItems
from musaic.platform.deps import Cursor, Limit
from musaic.platform.pagination import InvalidCursorError
from musaic.platform.web.problems import problems

MetricQuery = Annotated[
    Metric, Query(description="What a list is sorted by; charts always hold both figures")
]


async def accept_metric(metric: MetricQuery = "plays") -> Metric:
    """Accept the parameter that every chart shares; these charts hold both figures anyway."""
    return metric


router = APIRouter(
    prefix="/listening",
    tags=["listening"],
    responses={304: {"description": "The client's copy is current"}, **problems(InvalidRangeError)},
)

_BOTH = [Depends(accept_metric)]


@router.get(
    "/top-items",
    name="top_items",
    summary="Top tracks, albums or artists",
    response_model=TopItems,
    responses=problems(InvalidRangeError, InvalidCursorError),
)
async def top_items(
    charts: ChartsDep,
    span: RangeDep,
    entity: Entity = "track",
    metric: MetricQuery = "plays",
    order: Order = "desc",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Rank by plays or by time listened; ties by the other figure, then by id."""
    query = TopQuery(entity, metric, order)
    build = partial(service.top_items, query=query, limit=limit, cursor=cursor)
    return await charts.reply(span, f"{entity}&{metric}&{order}&{limit}&{cursor}", build)


@router.get(
    "/summary",
    name="listening_summary",
    summary="Totals of a range",
    response_model=Summary,
    dependencies=_BOTH,
)
async def summary(charts: ChartsDep, span: RangeDep) -> Response:
    """Count plays, time, and different tracks, artists, albums and days."""
    return await charts.reply(span, "", service.summary)


@router.get(
    "/by-hour",
    name="listening_by_hour",
    summary="By hour of the day",
    response_model=ByHour,
    dependencies=_BOTH,
)
async def by_hour(charts: ChartsDep, span: RangeDep) -> Response:
    """Add up the range by the local hour at which a song began."""
    return await charts.reply(span, "", service.by_hour)


@router.get(
    "/by-weekday",
    name="listening_by_weekday",
    summary="By day of the week",
    response_model=ByWeekday,
    dependencies=_BOTH,
)
async def by_weekday(charts: ChartsDep, span: RangeDep) -> Response:
    """Add up the range by local weekday, Monday first."""
    return await charts.reply(span, "", service.by_weekday)


@router.get(
    "/timeline", name="listening_timeline", summary="Over time", response_model=Timeline, dependencies=_BOTH
)
async def timeline(charts: ChartsDep, span: RangeDep, bucket: Bucket = "month") -> Response:
    """Add up the range by day, ISO week, month or year."""
    build = partial(service.timeline, bucket=bucket)
    return await charts.reply(span, bucket, build)
