"""Who leads at the end of each month or year."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.standing import repository
from musaic.listening.analytics.charts.standing.sums import Standings, received
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.analytics.repository.top import Metric

# The id, plays and time of each, best first.
Best = list[tuple[int, int, int]]
# Frames that are read in full before one asks who may lead at all.
_FULL = 6


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
    """Return (start, the best) of each frame with plays, of months from the first until the second.

    Sums only grow. Whoever is to lead a later frame must in all time come to what the last of the
    best has by now; so ever fewer have to be read, of ever more frames at once.
    """
    starts = await repository.starts(session, user_id, query[1], months)
    standings, best_of = Standings(metric, top), list[tuple[date, Best]]()
    begin = 0
    while begin < len(starts):
        end = max(2 * begin, _FULL) if cumulative else len(starts)
        piece = (starts[begin], starts[end] if end < len(starts) else months[1])
        least = standings.least()
        sent = await repository.frames(session, user_id, query, piece, (metric, least) if least else None)
        frames = {start: [received(one) for one in columns] for start, columns in sent.items()}
        standings.know([ids for ids, _, _ in frames.values()])
        for start in starts[begin:end]:
            if not cumulative:
                standings.clear()
            if start in frames:
                standings.add(*frames[start])
            best_of.append((start, standings.best()))
        begin = end
    return best_of
