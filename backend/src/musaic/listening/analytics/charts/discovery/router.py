"""What was new, came back or fell silent in the caller's listening."""

from functools import partial
from typing import Literal

from fastapi import Depends, Response

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.discovery import service
from musaic.listening.analytics.charts.discovery.schemas import (
    Discoveries,
    Firsts,
    Forgotten,
    Milestones,
    OneHits,
    Rediscoveries,
)
from musaic.listening.analytics.deps import WRONGLY_ASKED, ChartsDep, MetricQuery, RangeDep, accept_metric
from musaic.listening.analytics.repository.spans import Entity
from musaic.platform.deps import Cursor, Limit
from musaic.platform.pagination import InvalidCursorError
from musaic.platform.web.problems import problems

router = chart_router()

_BOTH = [Depends(accept_metric)]


@router.get(
    "/discoveries",
    name="listening_discoveries",
    summary="New music by month",
    response_model=Discoveries,
    dependencies=_BOTH,
)
async def discoveries(charts: ChartsDep, span: RangeDep) -> Response:
    """Count the tracks, artists and albums heard for the first time ever, month by month."""
    return await charts.reply(span, "", service.discoveries, definition="discoveries")


@router.get(
    "/first-listens",
    name="listening_first_listens",
    summary="What was heard for the first time",
    response_model=Firsts,
    responses=problems(*WRONGLY_ASKED, InvalidCursorError),
)
async def first_listens(
    charts: ChartsDep,
    span: RangeDep,
    entity: Entity = "track",
    order: Literal["newest", "oldest"] = "newest",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List first listens of the range, with the last listen and the figures of all time."""
    rows = charts.rows(limit)
    build = partial(service.firsts, entity=entity, order=order, limit=rows, cursor=cursor)
    return await charts.reply(span, f"{entity}&{order}&{rows}&{cursor}", build, definition="first-listens")


@router.get(
    "/rediscoveries",
    name="listening_rediscoveries",
    summary="What came back",
    response_model=Rediscoveries,
)
async def rediscoveries(
    charts: ChartsDep,
    span: RangeDep,
    entity: Entity = "track",
    metric: MetricQuery = "plays",
    limit: Limit = 50,
) -> Response:
    """List what the range brought back after half a year of silence; all of history brings nothing back."""
    rows = charts.rows(limit)
    build = partial(service.rediscoveries, entity=entity, metric=metric, limit=rows)
    return await charts.reply(span, f"{entity}&{metric}&{rows}", build, definition="rediscoveries")


@router.get(
    "/forgotten", name="listening_forgotten", summary="Forgotten favourites", response_model=Forgotten
)
async def forgotten(
    charts: ChartsDep,
    span: RangeDep,
    entity: Entity = "track",
    metric: MetricQuery = "plays",
    limit: Limit = 50,
) -> Response:
    """List favourites of the range that have not been played for half a year now."""
    rows = charts.rows(limit)
    build = partial(service.forgotten, entity=entity, metric=metric, limit=rows)
    key = f"{entity}&{metric}&{rows}"
    return await charts.reply(span, key, build, definition="forgotten-favourites", dated=True)


@router.get(
    "/milestones",
    name="listening_milestones",
    summary="Milestones",
    response_model=Milestones,
    dependencies=_BOTH,
)
async def milestones(charts: ChartsDep, span: RangeDep) -> Response:
    """List the plays of the range that made a round number of all plays, or of all hours."""
    return await charts.reply(span, "", service.milestones, definition="milestones")


@router.get(
    "/one-hit-wonders",
    name="listening_one_hit_wonders",
    summary="One-hit wonders",
    response_model=OneHits,
)
async def one_hit_wonders(
    charts: ChartsDep, span: RangeDep, metric: MetricQuery = "plays", limit: Limit = 50
) -> Response:
    """List artists of whom one single track was played, at least five times."""
    rows = charts.rows(limit)
    build = partial(service.one_hits, metric=metric, limit=rows)
    return await charts.reply(span, f"{metric}&{rows}", build, definition="one-hit-wonders")
