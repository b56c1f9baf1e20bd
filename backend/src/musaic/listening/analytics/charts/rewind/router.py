"""The caller's year, as figures and as a picture to share."""

from functools import partial
from typing import Annotated

from fastapi import Path, Response

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.rewind import service
from musaic.listening.analytics.charts.rewind.card import Language, card_of
from musaic.listening.analytics.charts.rewind.schemas import Rewind
from musaic.listening.analytics.deps import EVERYTHING, ChartsDep, Drawing

router = chart_router(prefix="/rewind/{year}")

Year = Annotated[int, Path(ge=1970, le=9998, description="A calendar year, in the user's zone")]


@router.get("", name="listening_rewind", summary="A year on one page", response_model=Rewind)
async def rewind(charts: ChartsDep, year: Year) -> Response:
    """Return the figures of a calendar year, with the totals of the year before."""
    build = partial(service.rewind, year=year)
    return await charts.reply(EVERYTHING, "", build, definition="year-rewind")


@router.get(
    "/image.svg",
    name="listening_rewind_svg",
    summary="A year as a picture to share (SVG)",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}, "description": "1080 by 1350 pixels"}},
)
async def rewind_svg(charts: ChartsDep, year: Year, language: Language = "en") -> Response:
    """Draw the year's figures."""
    from musaic.listening.analytics.charts.rewind.drawing import as_svg  # noqa: PLC0415  Pillow costs a start

    drawing = Drawing[Rewind]("image/svg+xml", lambda chart: as_svg(card_of(chart, language)))
    build = partial(service.rewind, year=year)
    return await charts.draw(f"{year}&{language}", build, drawing, definition="year-rewind")


@router.get(
    "/image.png",
    name="listening_rewind_png",
    summary="A year as a picture to share (PNG)",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}, "description": "1080 by 1350 pixels"}},
)
async def rewind_png(charts: ChartsDep, year: Year, language: Language = "en") -> Response:
    """Draw the year's figures."""
    from musaic.listening.analytics.charts.rewind.drawing import as_png  # noqa: PLC0415  Pillow costs a start

    drawing = Drawing[Rewind]("image/png", lambda chart: as_png(card_of(chart, language)))
    build = partial(service.rewind, year=year)
    return await charts.draw(f"{year}&{language}", build, drawing, definition="year-rewind")
