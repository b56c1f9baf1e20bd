"""What was heard of tracks, artists or albums, as arrays: to be counted, ranked and compared at once.

Import it where it is used: numpy costs a start.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from musaic.listening.analytics.repository.ranking import Metric, Order

Figures = npt.NDArray[np.int64]
# The id, plays and time of each, best first.
Best = list[tuple[int, int, int]]
# Ids that lie closer than this are added up in their places, others are sorted first.
_SPARSE = 8


def received(packed: bytes | None) -> Figures:
    """Return the numbers of a column as ``columns.packed`` packs it."""
    return np.frombuffer(packed or b"", ">i8").astype(np.int64)


@dataclass(frozen=True)
class Heard:
    """Each of them once, in no order."""

    ids: Figures
    plays: Figures
    ms: Figures

    @classmethod
    def of_rows(cls, rows: Sequence[tuple[int, int, int]]) -> "Heard":
        """Return what has these ids, plays and times."""
        return cls(*np.array(rows, np.int64).reshape(-1, 3).T)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.ids)

    def rows(self) -> Best:
        """Return the id, plays and time of each."""
        return list(zip(self.ids.tolist(), self.plays.tolist(), self.ms.tolist(), strict=True))

    def where(self, wanted: npt.NDArray[np.bool_]) -> "Heard":
        """Return those of them that are ``wanted``."""
        return Heard(self.ids[wanted], self.plays[wanted], self.ms[wanted])

    def only(self, ids: Figures) -> "Heard":
        """Return those of them that are among ``ids``."""
        return self.where(np.isin(self.ids, ids))

    def without(self, ids: Figures) -> "Heard":
        """Return those of them that are not among ``ids``."""
        return self.where(~np.isin(self.ids, ids))

    def of(self, ids: Figures) -> "Heard":
        """Return each of ``ids``, with nothing played of those that are not among them."""
        order = np.argsort(self.ids)
        places = np.searchsorted(self.ids, ids, sorter=order)
        # One more, which is nobody, stands for all that are not there.
        places = np.append(order, len(order))[places]
        known = np.append(self.ids, -1)[places] == ids
        plays, ms = (np.append(one, 0)[places] * known for one in (self.plays, self.ms))
        return Heard(ids, plays, ms)

    def less(self, left_out: "Heard") -> "Heard":
        """Return them without those plays that are ``left_out``, all of which they have."""
        return added_up(
            np.concatenate((self.ids, left_out.ids)),
            np.concatenate((self.plays, -left_out.plays)),
            np.concatenate((self.ms, -left_out.ms)),
        )

    def rank(self, named: int, plays: int, ms: int) -> int:
        """Return the place by plays of one of them with these figures."""
        level = (self.plays == plays) & ((self.ms > ms) | ((self.ms == ms) & (self.ids < named)))
        return 1 + int(np.count_nonzero((self.plays > plays) | level))

    def best(self, metric: Metric, top: int, order: Order = "desc") -> Best:
        """Return the top; ties by the other figure, then by id. ``asc`` is exactly the reverse."""
        lead, other = (self.plays, self.ms) if metric == "plays" else (self.ms, self.plays)
        near = np.flatnonzero(self._near(lead, top, order))
        keys = (self.ids[near], -other[near], -lead[near])
        ranked = near[np.lexsort(keys if order == "desc" else tuple(-key for key in keys))][:top]
        return Heard(self.ids[ranked], self.plays[ranked], self.ms[ranked]).rows()

    def _near(self, lead: Figures, top: int, order: Order) -> npt.NDArray[np.bool_]:
        near = np.ones(len(lead), np.bool_)
        if len(lead) > top:
            bound = np.partition(lead, -top)[-top] if order == "desc" else np.partition(lead, top)[top]
            near = lead >= bound if order == "desc" else lead <= bound
        return near


def added_up(ids: Figures, plays: Figures, ms: Figures) -> Heard:
    """Add up what comes several times, less where plays are taken back; by id, what is left.

    Floats are exact here: see ``sums``.
    """
    if not len(ids):
        return Heard(ids, plays, ms)
    low, high = ids.min(), ids.max()
    if high - low < _SPARSE * len(ids):
        known, places = np.arange(low, high + 1), ids - low
    else:
        known, places = np.unique(ids, return_inverse=True)
    sums = [np.bincount(places, one, len(known)) for one in (plays, ms)]
    left = np.flatnonzero(sums[0])
    return Heard(known[left], *(one[left].astype(np.int64) for one in sums))
