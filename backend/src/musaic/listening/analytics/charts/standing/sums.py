"""The arithmetic of spreads and races, over arrays: a long history has a hundred thousand songs."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from musaic.listening.analytics.repository.top import Metric


def lorenz(spread: Sequence[int]) -> tuple[int, int, float, list[int]]:
    """Return (number, total, Gini coefficient, the sums so far) of figures.

    They are added up smallest first, so that the curve of the sums lies below the diagonal; the sums
    begin with 0. The coefficient is the mean difference between two figures, over twice the mean.
    """
    figures = np.sort(np.asarray(spread, np.int64))
    number, total = len(figures), int(figures.sum())
    weights = 2 * np.arange(1, number + 1, dtype=np.float64) - number - 1
    gini = float((weights * figures).sum() / (number * total))
    return number, total, gini, [0, *np.cumsum(figures).tolist()]


def ranked(
    frames: Sequence[tuple[date, list[int], list[int], list[int]]],
    metric: Metric,
    *,
    cumulative: bool,
    top: int,
) -> list[tuple[date, list[tuple[int, int, int]]]]:
    """Return (start, the best of (id, plays, ms)) of each frame; ties by the other figure, then by id."""
    if not frames:
        return []
    ids = np.unique(np.concatenate([np.asarray(found, np.int64) for _, found, _, _ in frames]))
    sums = np.zeros((2, len(ids)), np.int64)
    lead = 0 if metric == "plays" else 1
    places_of = []
    for start, found, plays, ms in frames:
        places = np.searchsorted(ids, found)
        if not cumulative:
            sums[:] = 0
        np.add.at(sums[0], places, np.asarray(plays, np.int64))
        np.add.at(sums[1], places, np.asarray(ms, np.int64))
        least = np.sort(sums[lead])[-top] if len(ids) > top else 0
        near = np.flatnonzero((sums[lead] >= least) & (sums[0] > 0))
        order = np.lexsort((ids[near], -sums[1 - lead, near], -sums[lead, near]))[:top]
        best = [(int(ids[place]), int(sums[0, place]), int(sums[1, place])) for place in near[order]]
        places_of.append((start, best))
    return places_of
