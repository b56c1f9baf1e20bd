"""What the caller played in a row."""

from functools import partial

from fastapi import Response

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.runs import service
from musaic.listening.analytics.charts.runs.repository import SessionOrder
from musaic.listening.analytics.charts.runs.schemas import Breaks, OnRepeat, Sessions, Streaks
from musaic.listening.analytics.deps import WRONGLY_ASKED, ChartsDep, FiltersDep, MetricQuery, RangeDep
from musaic.platform.deps import Cursor, Limit
from musaic.platform.pagination import InvalidCursorError
from musaic.platform.web.problems import problems

router = chart_router()


@router.get(
    "/sessions",
    name="listening_sessions",
    summary="Sessions",
    response_model=Sessions,
    responses=problems(*WRONGLY_ASKED, InvalidCursorError),
)
async def sessions(
    charts: ChartsDep,
    span: RangeDep,
    order: SessionOrder = "newest",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Count the sessions that began in the range and list them; a pause of over 30 minutes ends one."""
    rows = charts.rows(limit)
    build = partial(service.sessions, order=order, limit=rows, cursor=cursor)
    return await charts.reply(span, f"{order}&{rows}&{cursor}", build, definition="sessions")


@router.get("/streaks", name="listening_streaks", summary="Days in a row", response_model=Streaks)
async def streaks(charts: ChartsDep, span: RangeDep, filters: FiltersDep, limit: Limit = 50) -> Response:
    """List the longest runs of local days with at least one play, and the one going on."""
    rows = charts.rows(limit)
    build = partial(service.streaks, filters=filters, limit=rows)
    return await charts.reply(span, f"{rows}&{filters.key}", build, definition="streaks", dated=True)


@router.get("/breaks", name="listening_breaks", summary="Longest breaks", response_model=Breaks)
async def breaks(charts: ChartsDep, span: RangeDep, filters: FiltersDep, limit: Limit = 50) -> Response:
    """List the longest runs of local days without a play, between two plays of the range."""
    rows = charts.rows(limit)
    build = partial(service.breaks, filters=filters, limit=rows)
    return await charts.reply(span, f"{rows}&{filters.key}", build, definition="breaks")


@router.get(
    "/on-repeat",
    name="listening_on_repeat",
    summary="Songs on repeat",
    response_model=OnRepeat,
    responses=problems(*WRONGLY_ASKED, InvalidCursorError),
)
async def on_repeat(
    charts: ChartsDep,
    span: RangeDep,
    metric: MetricQuery = "plays",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List tracks that were played three times or more on one local day."""
    rows = charts.rows(limit)
    build = partial(service.on_repeat, metric=metric, limit=rows, cursor=cursor)
    return await charts.reply(span, f"{metric}&{rows}&{cursor}", build, definition="on-repeat")
