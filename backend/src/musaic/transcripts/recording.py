"""Speech on disk or in memory, read a piece at a time.

Two hours of speech are 460 MB of samples. Engines read what they need through `Recording`, so
that memory holds a piece and not the whole.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Protocol, Self

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

SAMPLE_RATE: Final = 16_000
"""Samples per second of every recording."""

_SAMPLE_BYTES: Final = 4


class Recording(Protocol):
    """16 kHz mono float32 speech of known length and loudness."""

    @property
    def frames(self) -> int:
        """Number of samples."""
        ...

    @property
    def peak(self) -> float:
        """Greatest absolute sample value."""
        ...

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds, rounded up so that the last sample is inside."""
        ...

    def read(self, start: int, stop: int) -> Samples:
        """Return samples [start, stop), cut to the recording, shape (n,)."""
        ...


def to_ms(sample: float) -> int:
    """Convert a sample position to whole milliseconds."""
    return round(sample * 1000 / SAMPLE_RATE)


class ArrayRecording:
    """A recording that is already in memory."""

    def __init__(self, samples: Samples) -> None:
        """Wrap samples of shape (n,) without copying them."""
        self._samples = _sound(samples)
        self.frames = len(self._samples)
        self.peak = _peak(self._samples)
        self.duration_ms = _duration_ms(self.frames)

    def read(self, start: int, stop: int) -> Samples:
        """Return a view of samples [start, stop)."""
        return self._samples[max(0, start) : max(0, stop)]


class FileRecording:
    """A recording in a file of raw little-endian float32 samples, closed by its `with` block."""

    def __init__(self, file: BinaryIO, *, frames: int, peak: float) -> None:
        """Read from `file` and own it."""
        self._file = file
        self.frames = frames
        self.peak = peak
        self.duration_ms = _duration_ms(frames)

    def read(self, start: int, stop: int) -> Samples:
        """Read samples [start, stop) from the file."""
        start, stop = max(0, start), min(stop, self.frames)
        if stop <= start:
            return np.zeros(0, dtype=np.float32)
        self._file.seek(start * _SAMPLE_BYTES)
        data = self._file.read((stop - start) * _SAMPLE_BYTES)
        return np.frombuffer(data, dtype="<f4").astype(np.float32, copy=False)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; the scratch folder takes it away."""
        self._file.close()


def spool(
    blocks: Iterable[npt.NDArray[np.float32]],
    path: Path,
    on_frames: Callable[[int], None] = lambda _frames: None,
) -> FileRecording:
    """Write decoded blocks, shape (n,) or (n, 1), to `path` and return them as a recording.

    `on_frames` hears the number of samples so far after each block and may raise to stop.
    """
    frames, peak = 0, 0.0
    file = path.open("w+b")
    try:
        for block in blocks:
            samples = _sound(block.reshape(-1))
            file.write(samples.astype("<f4", copy=False).tobytes())
            frames += len(samples)
            peak = max(peak, _peak(samples))
            on_frames(frames)
        file.flush()
    except BaseException:
        file.close()
        raise
    return FileRecording(file, frames=frames, peak=peak)


def _sound(samples: Samples) -> Samples:
    """Replace NaN and infinity, which float files may hold and no model survives."""
    if np.isfinite(samples).all():
        return samples
    return np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0)


def _peak(samples: Samples) -> float:
    return float(np.abs(samples).max()) if len(samples) else 0.0


def _duration_ms(frames: int) -> int:
    return -(-frames * 1000 // SAMPLE_RATE)
