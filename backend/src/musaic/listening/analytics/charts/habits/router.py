"""How the caller listens."""

from functools import partial

from fastapi import Response

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.habits import service
from musaic.listening.analytics.charts.habits.schemas import Fact, Habits, Skips
from musaic.listening.analytics.deps import ChartsDep, FiltersDep, RangeDep

router = chart_router()


@router.get("/skips", name="listening_skips", summary="Skips and completions", response_model=Skips)
async def skips(charts: ChartsDep, span: RangeDep, filters: FiltersDep) -> Response:
    """Count how listens ended, in all and month by month; unknown endings are in no rate."""
    build = partial(service.skips, filters=filters)
    return await charts.reply(span, filters.key, build, definition="skips")


@router.get(
    "/habits", name="listening_habits", summary="Shuffle, offline, platform, country", response_model=Habits
)
async def habits(charts: ChartsDep, span: RangeDep, filters: FiltersDep, fact: Fact) -> Response:
    """Add up plays by one fact that the source wrote with each listen."""
    build = partial(service.habits, filters=filters, fact=fact)
    return await charts.reply(span, f"{fact}&{filters.key}", build, definition="habits")
