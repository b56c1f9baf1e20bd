"""Waveform outlines: the loudest sample of each stretch, as bytes that look like what is heard."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musaic.media.audio.decode import decode

# Waveforms are drawn linearly; this exponent lifts quiet passages (-20 dB shows as a quarter, not a tenth).
CURVE = 0.6
FINEST = 64
BLOCK_FRAMES = 65_536
OVERSAMPLING = 8


class PeakMeter:
    """Gathers peaks of a stream of unknown length in constant memory.

    Feed it blocks while they pass on their way elsewhere; `points()` may be asked at any time.
    """

    def __init__(self, points: int = 1200) -> None:
        self._points = points
        self._stride = FINEST
        self._fine: list[NDArray[np.float32]] = []
        self._count = 0
        self._rest = np.zeros(0, np.float32)

    def write(self, block: NDArray[np.float32]) -> None:
        """Take a block of shape (frames, channels) or (frames,)."""
        loudest = np.abs(block.reshape(len(block), -1)).max(axis=1) if len(block) else self._rest[:0]
        level = np.concatenate([self._rest, loudest])
        whole = len(level) // self._stride * self._stride
        self._rest = level[whole:]
        if whole:
            self._fine.append(level[:whole].reshape(-1, self._stride).max(axis=1))
            self._count += whole // self._stride
        if self._count >= 2 * OVERSAMPLING * self._points:
            self._coarsen()

    def _coarsen(self) -> None:
        fine = np.concatenate(self._fine)
        while len(fine) >= 2 * OVERSAMPLING * self._points:
            odd = fine[len(fine) // 2 * 2 :]
            fine = fine[: len(fine) // 2 * 2].reshape(-1, 2).max(axis=1)
            self._stride *= 2
            # A single odd bucket becomes the head of the next one.
            self._rest = np.concatenate([np.repeat(odd, self._stride // 2), self._rest])
        self._fine = [fine]
        self._count = len(fine)

    def points(self) -> list[int]:
        """Return as many values of 0..255 as asked for, silence 0, full scale 255; all 0 without audio."""
        tail = [np.array([self._rest.max()], np.float32)] if len(self._rest) else []
        fine = np.concatenate([*self._fine, *tail]) if self._fine or tail else np.zeros(1, np.float32)
        edges = np.arange(self._points + 1) * len(fine) / self._points
        starts = edges[:-1].astype(int)
        ends = np.maximum(np.ceil(edges[1:]).astype(int), starts + 1)
        # reduceat wants pairs; buckets may overlap when there are fewer of them than points.
        pairs = np.stack([starts, np.minimum(ends, len(fine))], axis=1).reshape(-1)
        loudest = np.maximum.reduceat(np.append(fine, np.float32(0)), pairs)[::2]
        scaled = np.clip(np.nan_to_num(loudest), 0, 1) ** CURVE
        return [int(value) for value in np.rint(scaled * 255)]


def peaks(source: Path | Iterable[NDArray[np.float32]], points: int = 1200) -> list[int]:
    """Outline of a file or of a stream of blocks: `points` values of 0..255.

    A path is decoded in a child and raises the errors of `decode`.
    """
    meter = PeakMeter(points)
    if isinstance(source, Path):
        with decode(source, rate=None, channels=None, block_frames=BLOCK_FRAMES) as blocks:
            for block in blocks:
                meter.write(block)
    else:
        for block in source:
            meter.write(block)
    return meter.points()
