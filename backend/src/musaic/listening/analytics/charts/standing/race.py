"""Who leads at the end of each month or year."""

from datetime import date
from itertools import pairwise

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.standing import repository
from musaic.listening.analytics.charts.standing.sums import Standings
from musaic.listening.analytics.repository.gather import by_month
from musaic.listening.analytics.repository.heard import Best
from musaic.listening.analytics.repository.ranking import Metric
from musaic.listening.analytics.repository.spans import Entity


async def ranked(
    session: AsyncSession,
    user_id: int,
    query: tuple[Entity, repository.Frame],
    metric: Metric,
    months: tuple[date, date],
    *,
    cumulative: bool,
    top: int,
) -> list[tuple[date, Best]]:
    """Return (start, the best) of each frame with plays, of months from the first until the second."""
    starts = await repository.starts(session, user_id, query[1], months)
    heard = sorted((await by_month(session, user_id, months, query[0])).items())
    standings = Standings(metric, top, [month.ids for _, month in heard])
    best_of = list[tuple[date, Best]]()
    for start, end in pairwise([*starts, months[1]]):
        if not cumulative:
            standings.clear()
        for month, played in heard:
            if start <= month < end:
                standings.add(played)
        best_of.append((start, standings.best()))
    return best_of
