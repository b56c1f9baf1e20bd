"""When the caller listens."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Response

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.rhythm import service
from musaic.listening.analytics.charts.rhythm.repository import Bucket
from musaic.listening.analytics.charts.rhythm.schemas import (
    ByHour,
    ByWeekday,
    Calendar,
    HeatMap,
    Timeline,
)
from musaic.listening.analytics.deps import EVERYTHING, ChartsDep, FiltersDep, RangeDep, accept_metric

router = chart_router(dependencies=[Depends(accept_metric)])

Year = Annotated[int, Query(ge=1970, le=9998, description="A calendar year, in the user's zone")]


@router.get("/by-hour", name="listening_by_hour", summary="By hour of the day", response_model=ByHour)
async def by_hour(charts: ChartsDep, span: RangeDep, filters: FiltersDep) -> Response:
    """Add up the range by the local hour at which a song began."""
    build = partial(service.by_hour, filters=filters)
    return await charts.reply(span, filters.key, build, definition="hours-and-weekdays")


@router.get(
    "/by-weekday", name="listening_by_weekday", summary="By day of the week", response_model=ByWeekday
)
async def by_weekday(charts: ChartsDep, span: RangeDep, filters: FiltersDep) -> Response:
    """Add up the range by local weekday, Monday first."""
    build = partial(service.by_weekday, filters=filters)
    return await charts.reply(span, filters.key, build, definition="hours-and-weekdays")


@router.get("/heat-map", name="listening_heat_map", summary="Hour by weekday", response_model=HeatMap)
async def heat_map(charts: ChartsDep, span: RangeDep, filters: FiltersDep) -> Response:
    """Add up the range by weekday and local hour, 168 cells."""
    build = partial(service.heat_map, filters=filters)
    return await charts.reply(span, filters.key, build, definition="heat-map")


@router.get("/calendar", name="listening_calendar", summary="Every day of a year", response_model=Calendar)
async def calendar(charts: ChartsDep, filters: FiltersDep, year: Year) -> Response:
    """Return the figures of each day of a calendar year."""
    build = partial(service.calendar, filters=filters, year=year)
    return await charts.reply(EVERYTHING, f"{year}&{filters.key}", build, definition="calendar")


@router.get("/timeline", name="listening_timeline", summary="Over time", response_model=Timeline)
async def timeline(
    charts: ChartsDep, span: RangeDep, filters: FiltersDep, bucket: Bucket = "month"
) -> Response:
    """Add up the range by day, ISO week, month or year."""
    build = partial(service.timeline, bucket=bucket, filters=filters)
    return await charts.reply(span, f"{bucket}&{filters.key}", build, definition="timeline")
