"""The arithmetic of spreads and races, over arrays: a long history has a hundred thousand songs."""

from collections.abc import Sequence

import numpy as np

from musaic.listening.analytics.repository.heard import Best, Figures, Heard
from musaic.listening.analytics.repository.top import Metric


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
        self._metric, self._top = metric, top
        self._all = Heard(*np.empty((3, 0), np.int64))

    def know(self, ids: Sequence[Figures]) -> None:
        """Make these known, who have nothing yet unless they were known before."""
        before = self._all
        known = np.unique(np.concatenate([before.ids, *ids]))
        self._all = Heard(known, np.zeros(len(known), np.int64), np.zeros(len(known), np.int64))
        self.add(before)

    def clear(self) -> None:
        """Begin anew."""
        self._all.plays[:] = 0
        self._all.ms[:] = 0

    def add(self, frame: Heard) -> None:
        """Add what was played; an id may come several times."""
        places = np.searchsorted(self._all.ids, frame.ids)
        np.add.at(self._all.plays, places, frame.plays)
        np.add.at(self._all.ms, places, frame.ms)

    def least(self) -> int:
        """Return the figure that one of the top has at least; 0 while there are fewer."""
        return self._all.least(self._metric, self._top)

    def best(self) -> Best:
        """Return the top."""
        return self._all.best(self._metric, self._top)
