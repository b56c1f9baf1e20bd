"""All that a span has of tracks, artists or albums, as arrays: to be counted, ranked and compared at once.

Import it where it is used: numpy costs a start.
"""

# ruff: noqa: S608  every name in these statements is a constant of this package

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.spans import Entity, Reach, figures, reach_of, span_values
from musaic.listening.analytics.repository.top import Metric

Figures = npt.NDArray[np.int64]
# The id, plays and time of each, best first.
Best = list[tuple[int, int, int]]
# How PostgreSQL sends an array: dimensions, a flag, the type, length, lower bound, then each with its size.
_HEAD_BYTES = 20
_ELEMENT = np.dtype([("size", ">i4"), ("value", ">i8")])


def received(sent: bytes | None) -> Figures:
    """Return an array of bigints as ``array_send`` gives it: far faster than a list of integers."""
    if sent is None:
        return np.empty(0, np.int64)
    return np.frombuffer(sent, _ELEMENT, offset=_HEAD_BYTES)["value"].astype(np.int64)


@dataclass(frozen=True)
class Heard:
    """Each of them once, in no order."""

    ids: Figures
    plays: Figures
    ms: Figures

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.ids)

    def least(self, metric: Metric, top: int) -> int:
        """Return the figure that one of the top has at least; 0 while there are fewer."""
        lead = self.plays if metric == "plays" else self.ms
        return int(np.partition(lead, -top)[-top]) if len(lead) > top else 0

    def best(self, metric: Metric, top: int) -> Best:
        """Return the top, of what has plays; ties by the other figure, then by id."""
        lead, other = (self.plays, self.ms) if metric == "plays" else (self.ms, self.plays)
        near = np.flatnonzero((lead >= self.least(metric, top)) & (self.plays > 0))
        order = near[np.lexsort((self.ids[near], -other[near], -lead[near]))][:top]
        columns = (column[order].tolist() for column in (self.ids, self.plays, self.ms))
        return list(zip(*columns, strict=True))


@lru_cache
def _heard(entity: Entity, reach: Reach) -> TextClause:
    columns = ", ".join(f"array_send(array_agg({column}))" for column in ("id", "plays", "ms_played"))
    return text(f"SELECT {columns} FROM ({figures(entity, reach=reach)}) found")


async def heard(session: AsyncSession, user_id: int, span: Span, entity: Entity) -> Heard:
    """Return what the span has of ``entity``."""
    reach = await reach_of(session, user_id, span)
    sent = (await session.execute(_heard(entity, reach), span_values(user_id, span))).one()
    return Heard(*map(received, sent))
