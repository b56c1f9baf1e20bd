"""Two ranges or two artists of the caller's, side by side."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.comparison import service
from musaic.listening.analytics.charts.comparison.schemas import ArtistComparison, RangeComparison
from musaic.listening.analytics.clock import today_in, zone_of
from musaic.listening.analytics.deps import ChartsDep, RangeDep, WantedRange
from musaic.listening.analytics.errors import NotInHistoryError
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.spans import Entity
from musaic.platform.schemas import DateText
from musaic.platform.web.problems import problems

router = chart_router(prefix="/compare")


async def other_range(
    with_range: Annotated[str | None, Query(max_length=10, description="As range")] = None,
    with_from: Annotated[DateText | None, Query(description="First local day, included")] = None,
    with_to: Annotated[DateText | None, Query(description="Last local day, included")] = None,
) -> WantedRange:
    """Return the range to compare with."""
    return WantedRange(with_range, with_from, with_to)


OtherDep = Annotated[WantedRange, Depends(other_range)]
Artist = Annotated[int, Query(ge=1, lt=2**63)]


@router.get(
    "/ranges", name="compare_ranges", summary="Two ranges side by side", response_model=RangeComparison
)
async def compare_ranges(
    charts: ChartsDep, span: RangeDep, other: OtherDep, entity: Entity = "artist"
) -> Response:
    """Compare two ranges: totals, averages a day, hours, top ten, and what rose and fell most."""

    async def build(session: AsyncSession, user_id: int, first: Span) -> RangeComparison:
        today = today_in(await zone_of(session, user_id))
        second = other.on(today)
        return await service.ranges(session, user_id, first, other=second, entity=entity)

    key = f"{other}&{entity}"
    return await charts.reply(span, key, build, definition="comparisons", dated=True)


@router.get(
    "/artists",
    name="compare_artists",
    summary="Two artists side by side",
    response_model=ArtistComparison,
    responses=problems(NotInHistoryError),
)
async def compare_artists(charts: ChartsDep, span: RangeDep, a: Artist, b: Artist) -> Response:
    """Compare two artists of the caller's history over a range."""
    build = partial(service.artists, a=a, b=b)
    return await charts.reply(span, f"{a}&{b}", build, definition="comparisons")
