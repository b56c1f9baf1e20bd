"""Shares, the Gini coefficient, and races."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.standing import repository
from musaic.listening.analytics.charts.standing.schemas import (
    Concentration,
    LorenzPoint,
    Race,
    RaceEntry,
    TopShare,
)
from musaic.listening.analytics.ranges import Span, next_month
from musaic.listening.analytics.repository import called
from musaic.listening.analytics.repository.ranking import Metric
from musaic.listening.analytics.repository.spans import Entity

TOPS = (1, 5, 10, 20, 50, 100)
# Points of the curve, besides its ends.
POINTS = 50
_DIGITS = 6


async def concentration(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric
) -> Concentration:
    """Return how unevenly the span's plays (or time) are spread over tracks, artists or albums."""
    from musaic.listening.analytics.charts.standing import sums  # noqa: PLC0415  numpy costs a start
    from musaic.listening.analytics.repository import gather  # noqa: PLC0415

    spread = await gather.spread(session, user_id, span, entity, metric)
    if not spread.any():
        return Concentration(count=0, total=0, gini=None, shares=[], items=[], definition="concentration")
    number, total, gini, so_far = sums.lorenz(spread)
    marks = sorted({round(number * step / POINTS) for step in range(POINTS + 1)})
    return Concentration(
        count=number,
        total=total,
        gini=round(gini, _DIGITS),
        shares=[
            TopShare(top=top, share=round(1 - so_far[number - top] / total, _DIGITS))
            for top in TOPS
            if top <= number
        ],
        items=[
            LorenzPoint(part=round(mark / number, _DIGITS), share=round(so_far[mark] / total, _DIGITS))
            for mark in marks
        ],
        definition="concentration",
    )


async def race(
    session: AsyncSession,
    user_id: int,
    span: Span,
    entity: Entity,
    metric: Metric,
    *,
    frame: repository.Frame,
    cumulative: bool,
    top: int,
) -> Race:
    """Return the best ``top`` of each month or year that the span touches, each counted as a whole."""
    from musaic.listening.analytics.charts.standing.race import ranked  # noqa: PLC0415  numpy costs a start

    months = _whole(span, frame)
    best_of = await ranked(session, user_id, (entity, frame), metric, months, cumulative=cumulative, top=top)
    ids = sorted({one[0] for _, best in best_of for one in best})
    names = await called.names(session, entity, ids)
    items, before = [], dict[int, int]()
    for start, best in best_of:
        now = {key: rank for rank, (key, _, _) in enumerate(best, 1)}
        for key, plays, ms in best:
            name, artist = names[key]
            moved = before[key] - now[key] if key in before else None
            items.append(
                RaceEntry(
                    start=start,
                    rank=now[key],
                    id=key,
                    name=name,
                    artist=artist,
                    plays=plays,
                    ms_played=ms,
                    moved=moved,
                )
            )
        before = now
    return Race(items=items, cumulative=cumulative, definition="race")


def _whole(span: Span, frame: repository.Frame) -> tuple[date, date]:
    first, last = span.first.replace(day=1), span.last.replace(day=1)
    if frame == "year":
        first, last = first.replace(month=1), last.replace(month=12)
    return first, next_month(last)
