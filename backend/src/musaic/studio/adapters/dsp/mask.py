"""The fusion: a small network turns features into the voice's share of each point."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from musaic.studio.adapters.dsp.features import Features, Map, bands

CHUNK = 32
"""Frames at a time: hidden layers of a whole block would be the largest thing in memory."""


@dataclass(frozen=True)
class Weights:
    """One hidden layer of rectifiers and a logistic output.

    `hidden` has the shape (units, point features + frame features + bands), in the order of `point`,
    `frame` and then the nine bands; `hidden_bias` and `output` have one value a unit. `direct` (one value
    an input) leads straight to the output, so that without hidden units this is the plain logistic mask.
    """

    point: tuple[str, ...]
    frame: tuple[str, ...]
    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    output: NDArray[np.float32]
    direct: NDArray[np.float32]
    bias: float

    @cached_property
    def rows(self) -> NDArray[np.float32]:
        """Hidden units and the direct row as one matrix, (units + 1, inputs)."""
        return np.concatenate([self.hidden, self.direct[None, :]]).astype(np.float32)

    @cached_property
    def row_bias(self) -> NDArray[np.float32]:
        """Bias of every row of `rows`, (units + 1,)."""
        return np.append(self.hidden_bias, self.bias).astype(np.float32)


def voice_mask(found: Features, weights: Weights, own: slice) -> Map:
    """Return the voice's share of each point, 0..1, shape (frames, bins), for the frames `own`."""
    points, frames = len(weights.point), len(weights.frame)
    rows = weights.rows
    by_bin = rows[:, points + frames :] @ bands()
    by_bin += weights.row_bias[:, None]
    frame_map = np.stack([found.frame[name][own] for name in weights.frame])
    by_frame = rows[:, points : points + frames] @ frame_map
    maps = [found.point[name][own] for name in weights.point]
    count, bins = maps[0].shape
    mask = np.empty((count, bins), np.float32)
    for start in range(0, count, CHUNK):
        stop = min(start + CHUNK, count)
        stacked = np.stack([values[start:stop].reshape(-1) for values in maps])
        units = (rows[:, :points] @ stacked).reshape(len(rows), stop - start, bins)
        units += by_bin[:, None, :]
        units += by_frame[:, start:stop, None]
        inner = units[:-1].reshape(len(rows) - 1, -1)
        np.maximum(inner, 0, out=inner)
        logit = (weights.output @ inner).reshape(stop - start, bins) + units[-1]
        np.clip(logit, -30, 30, out=logit)
        mask[start:stop] = 1 / (1 + np.exp(-logit))
    return mask
