"""Who leads at the end of each month or year."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.standing import repository
from musaic.listening.analytics.charts.standing.sums import Standings
from musaic.listening.analytics.repository.heard import Best, Heard, received
from musaic.listening.analytics.repository.planning import for_these_values
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.analytics.repository.top import Metric

# Frames that are read in full before one asks who may lead at all.
_FULL = 4


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
    ends = [*starts, months[1]]
    standings, best_of = Standings(metric, top), list[tuple[date, Best]]()
    async with for_these_values(session):
        while (begin := len(best_of)) < len(starts):
            end = min(max(2 * begin, _FULL), len(starts)) if cumulative else len(starts)
            least = standings.least()
            leaders = (metric, least) if least else None
            sent = await repository.frames(session, user_id, query, (ends[begin], ends[end]), leaders)
            frames = {start: Heard(*map(received, columns)) for start, columns in sent.items()}
            standings.know([frame.ids for frame in frames.values()])
            for start in starts[begin:end]:
                if not cumulative:
                    standings.clear()
                if start in frames:
                    standings.add(frames[start])
                best_of.append((start, standings.best()))
    return best_of
