"""The arithmetic of spreads and races, over arrays: a long history has a hundred thousand songs."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from musaic.listening.analytics.repository.top import Metric

Figures = npt.NDArray[np.int64]
# How PostgreSQL sends an array: dimensions, a flag, the type, length, lower bound, then each with its size.
_HEAD_BYTES = 20
_ELEMENT = np.dtype([("size", ">i4"), ("value", ">i8")])


def received(sent: bytes) -> Figures:
    """Return an array of bigints as ``array_send`` gives it: far faster than a list of integers."""
    return np.frombuffer(sent, _ELEMENT, offset=_HEAD_BYTES)["value"].astype(np.int64)


def lorenz(spread: Figures) -> tuple[int, int, float, list[int]]:
    """Return (number, total, Gini coefficient, the sums so far) of figures; they are not all 0.

    They are added up smallest first, so that the curve of the sums lies below the diagonal; the sums
    begin with 0. The coefficient is the mean difference between two figures, over twice the mean.
    """
    figures = np.sort(spread)
    number, total = len(figures), int(figures.sum())
    weights = 2 * np.arange(1, number + 1, dtype=np.float64) - number - 1
    gini = float((weights * figures).sum() / (number * total))
    return number, total, gini, [0, *np.cumsum(figures).tolist()]


class Standings:
    """The sums of plays and time of everybody who is known, as frames are added to them."""

    def __init__(self, metric: Metric, top: int) -> None:
        self._lead, self._top = 0 if metric == "plays" else 1, top
        self._ids: Figures = np.empty(0, np.int64)
        self._sums: Figures = np.empty((2, 0), np.int64)

    def know(self, ids: Sequence[Figures]) -> None:
        """Make these known, who have nothing yet unless they were known before."""
        known = np.unique(np.concatenate([self._ids, *ids]))
        sums = np.zeros((2, len(known)), np.int64)
        sums[:, np.searchsorted(known, self._ids)] = self._sums
        self._ids, self._sums = known, sums

    def clear(self) -> None:
        """Begin anew."""
        self._sums[:] = 0

    def add(self, ids: Figures, plays: Figures, ms: Figures) -> None:
        """Add what was played; an id may come several times."""
        places = np.searchsorted(self._ids, ids)
        np.add.at(self._sums[0], places, plays)
        np.add.at(self._sums[1], places, ms)

    def least(self) -> int:
        """Return the figure that one of the top has at least; 0 while there are fewer."""
        lead = self._sums[self._lead]
        return int(np.partition(lead, -self._top)[-self._top]) if len(lead) > self._top else 0

    def best(self) -> list[tuple[int, int, int]]:
        """Return (id, plays, ms) of the top; ties by the other figure, then by id."""
        lead, other = self._sums[self._lead], self._sums[1 - self._lead]
        near = np.flatnonzero((lead >= self.least()) & (self._sums[0] > 0))
        order = near[np.lexsort((self._ids[near], -other[near], -lead[near]))][: self._top]
        plays, ms = self._sums[:, order].tolist()
        return list(zip(self._ids[order].tolist(), plays, ms, strict=True))
