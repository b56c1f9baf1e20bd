"""What rose and fell, over arrays."""

import numpy as np
import numpy.typing as npt

from musaic.listening.analytics.repository.heard import Heard

# The id, plays in the one and in the other, and the change.
Changed = tuple[int, int, int, float]
_DIGITS = 3


def changed(
    a: Heard, b: Heard, weights: tuple[float, float], limit: int
) -> tuple[list[Changed], list[Changed]]:
    """Return the ``limit`` that rose and that fell most: plays in each times its weight; ties by id."""
    ids = np.union1d(a.ids, b.ids)
    was, now = a.of(ids).plays, b.of(ids).plays
    exact: npt.NDArray[np.float64] = now * weights[1] - was * weights[0]
    change = np.round(exact, _DIGITS)

    def most(size: npt.NDArray[np.float64]) -> list[Changed]:
        order = [place for place in np.lexsort((ids, -size))[:limit] if size[place] > 0]
        return [(int(ids[it]), int(was[it]), int(now[it]), float(change[it])) for it in order]

    return most(change), most(-change)
