"""The arithmetic of spreads and races, over arrays: a long history has a hundred thousand songs."""

from collections.abc import Sequence

import numpy as np

from musaic.listening.analytics.repository.heard import Best, Figures, Heard
from musaic.listening.analytics.repository.ranking import Metric


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

    def __init__(self, metric: Metric, top: int, ids: Sequence[Figures]) -> None:
        """Begin with nothing, of everybody who is to come."""
        self._metric, self._top = metric, top
        known = np.unique(np.concatenate([*ids, np.empty(0, np.int64)]))
        self._all = Heard(known, np.zeros(len(known), np.int64), np.zeros(len(known), np.int64))

    def clear(self) -> None:
        """Begin anew."""
        self._all.plays[:] = 0
        self._all.ms[:] = 0

    def add(self, frame: Heard) -> None:
        """Add what was played."""
        places = np.searchsorted(self._all.ids, frame.ids)
        self._all.plays[places] += frame.plays
        self._all.ms[places] += frame.ms

    def best(self) -> Best:
        """Return the top, of who has plays."""
        # Who has none yet comes last in any case.
        return [one for one in self._all.best(self._metric, self._top) if one[1]]
