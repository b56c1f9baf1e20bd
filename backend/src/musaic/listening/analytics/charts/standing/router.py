"""How the caller's listening is spread, and how ranks changed."""

from functools import partial
from typing import Annotated

from fastapi import Query, Response

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.standing import service
from musaic.listening.analytics.charts.standing.repository import Frame
from musaic.listening.analytics.charts.standing.schemas import Concentration, Race
from musaic.listening.analytics.deps import ChartsDep, MetricQuery, RangeDep
from musaic.listening.analytics.repository.spans import Entity

router = chart_router()


@router.get(
    "/concentration",
    name="listening_concentration",
    summary="How listening is spread",
    response_model=Concentration,
)
async def concentration(
    charts: ChartsDep, span: RangeDep, entity: Entity = "artist", metric: MetricQuery = "plays"
) -> Response:
    """Return the shares of the most played, the Gini coefficient and the Lorenz curve."""
    build = partial(service.concentration, entity=entity, metric=metric)
    return await charts.reply(span, f"{entity}&{metric}", build, definition="concentration")


@router.get("/race", name="listening_race", summary="Ranks over time", response_model=Race)
async def race(
    charts: ChartsDep,
    span: RangeDep,
    entity: Entity = "artist",
    metric: MetricQuery = "plays",
    frame: Frame = "month",
    cumulative: Annotated[bool, Query(description="Add up from the first frame on")] = True,  # noqa: FBT002
    top: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Response:
    """Return the top of each month or year; the range is widened to whole ones."""
    build = partial(service.race, entity=entity, metric=metric, frame=frame, cumulative=cumulative, top=top)
    key = f"{entity}&{metric}&{frame}&{cumulative}&{top}"
    return await charts.reply(span, key, build, definition="race")
