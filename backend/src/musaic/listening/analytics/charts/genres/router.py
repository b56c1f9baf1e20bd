"""What kinds of music the caller listens to, and how old it is."""

from functools import partial

from fastapi import Response

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.genres import service
from musaic.listening.analytics.charts.genres.schemas import Genres, Period, Releases
from musaic.listening.analytics.deps import WRONGLY_ASKED, ChartsDep, FiltersDep, MetricQuery, RangeDep
from musaic.listening.analytics.repository.ranking import Order
from musaic.platform.deps import Cursor, Limit
from musaic.platform.pagination import InvalidCursorError
from musaic.platform.web.problems import problems

router = chart_router()


@router.get(
    "/genres",
    name="listening_genres",
    summary="Top genres",
    response_model=Genres,
    responses=problems(*WRONGLY_ASKED, InvalidCursorError),
)
async def genres(
    charts: ChartsDep,
    span: RangeDep,
    filters: FiltersDep,
    metric: MetricQuery = "plays",
    order: Order = "desc",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Rank genres by plays or time; a song of several genres counts for each of them."""
    rows = charts.rows(limit)
    query = service.GenreQuery(metric, order, rows, cursor, whole=charts.csv)
    build = partial(service.genres, filters=filters, query=query)
    key = f"{metric}&{order}&{rows}&{cursor}&{filters.key}"
    return await charts.reply(span, key, build, definition="genres")


@router.get(
    "/release-years",
    name="listening_release_years",
    summary="How old the music is",
    response_model=Releases,
)
async def release_years(
    charts: ChartsDep,
    span: RangeDep,
    filters: FiltersDep,
    period: Period = "decade",
    metric: MetricQuery = "plays",
) -> Response:
    """Add up the range by the year or decade in which songs first came out."""
    build = partial(service.releases, filters=filters, period=period, metric=metric, whole=charts.csv)
    key = f"{period}&{metric}&{filters.key}"
    return await charts.reply(span, key, build, definition="release-years")
