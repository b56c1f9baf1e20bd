"""The pages of artists, albums and tracks."""

from functools import partial
from typing import Annotated

from fastapi import Path, Response

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.stories import service
from musaic.listening.analytics.charts.stories.schemas import Story
from musaic.listening.analytics.deps import ChartsDep, RangeDep
from musaic.listening.analytics.errors import NotInHistoryError
from musaic.platform.web.problems import problems

router = chart_router(responses=problems(NotInHistoryError))

Id = Annotated[int, Path(alias="id", ge=1, lt=2**63)]


@router.get("/artists/{id}", name="listening_artist", summary="The story of an artist", response_model=Story)
async def artist(charts: ChartsDep, span: RangeDep, named: Id) -> Response:
    """Return totals, rank, first and last play, timeline, hours, endings, top tracks and albums."""
    return await charts.reply(span, "", partial(service.story, kind="artist", named=named), "stories")


@router.get("/albums/{id}", name="listening_album", summary="The story of an album", response_model=Story)
async def album(charts: ChartsDep, span: RangeDep, named: Id) -> Response:
    """Return totals, rank, first and last play, timeline, hours, endings and top tracks."""
    return await charts.reply(span, "", partial(service.story, kind="album", named=named), "stories")


@router.get("/tracks/{id}", name="listening_track", summary="The story of a track", response_model=Story)
async def track(charts: ChartsDep, span: RangeDep, named: Id) -> Response:
    """Return totals, rank, first and last play, timeline, hours, endings and its albums."""
    return await charts.reply(span, "", partial(service.story, kind="track", named=named), "stories")
