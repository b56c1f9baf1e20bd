"""Decoding any accepted file to float32 blocks, streamed from a limited child process."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from musaic.media.audio.child import Child
from musaic.media.audio.facts import AudioFacts
from musaic.media.audio.limits import DEFAULT_LIMITS, AudioLimits

Block = NDArray[np.float32]
STEREO = 2


def with_channels(block: Block, channels: int | None) -> Block:
    """Give the block one or two channels: mono is doubled, stereo averaged, at unchanged level."""
    if channels is None or block.shape[1] == channels:
        return block
    if channels == 1:
        mono: Block = block.mean(axis=1, keepdims=True, dtype=np.float32)
        return mono
    return np.repeat(block, channels, axis=1)


class DecodedAudio(Iterator[Block]):
    """Blocks of exactly `block_frames` frames (the last may be shorter), shape (frames, channels).

    `facts` describes the source, `rate` and `channels` the blocks, `frames_estimate` the length to expect
    (from the header: a few frames off for lossy formats). `close()` kills the child at once; iterating to
    the end, an error, or leaving the `with` block does the same.
    """

    def __init__(
        self, path: Path, rate: int | None, channels: int | None, block_frames: int, limits: AudioLimits
    ) -> None:
        if channels not in {None, 1, STEREO} or block_frames < 1:
            message = "channels must be None, 1 or 2, and block_frames positive"
            raise ValueError(message)
        self._child = Child(path, {"mode": "decode", "rate": rate, "channels": channels}, limits)
        try:
            _, payload = self._child.read()
        except BaseException:
            self._child.close()
            raise
        header = json.loads(payload)
        self.rate = int(header.pop("out_rate"))
        self._width = int(header.pop("out_channels"))
        self._gain = np.float32(header.pop("gain"))
        self.facts = AudioFacts(**header)
        self.channels = channels or self._width
        self.frames_estimate = round(self.facts.duration_ms * self.rate / 1000)
        self._wanted = channels
        self._need = block_frames * self._width * 4
        self._pending = bytearray()
        self._ended = False

    @property
    def child_pid(self) -> int:
        """Process id of the child."""
        return self._child.pid

    def __iter__(self) -> Self:
        """Return itself."""
        return self

    def __next__(self) -> Block:
        """Return the next block."""
        try:
            while not self._ended and len(self._pending) < self._need:
                kind, payload = self._child.read()
                if kind == b"P":
                    self._pending += payload
                else:
                    self._ended = True
        except BaseException:
            self.close()
            raise
        if not self._pending:
            self.close()
            raise StopIteration
        # The rest moves to a fresh buffer, so that the block may keep the old one without a copy.
        raw, self._pending = self._pending, self._pending[self._need :]
        count = min(len(raw), self._need) // 4
        block = np.frombuffer(raw, dtype="<f4", count=count).reshape(-1, self._width)
        if self._gain != 1:
            block = block * self._gain
        if not np.isfinite(block).all():
            # Float files may carry anything; one NaN would spread through every filter behind us.
            block = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)
        return with_channels(block, self._wanted)

    def close(self) -> None:
        """Kill the child; the iteration is over."""
        self._ended = True
        self._pending = bytearray()
        self._child.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def decode(
    path: Path,
    *,
    rate: int | None,
    channels: int | None,
    block_frames: int,
    limits: AudioLimits = DEFAULT_LIMITS,
) -> DecodedAudio:
    """Decode the first audio stream of `path` block by block.

    `rate` in Hz and `channels` (1 or 2) ask for resampling and mixing; None keeps the source's own.
    Raises `NotAudio`, `UnsupportedAudio`, `AudioTooLong`, `UndecodableAudio`, here or while iterating.
    Broken packets are skipped while they are few, so a truncated file gives what is there.
    """
    return DecodedAudio(path, rate, channels, block_frames, limits)
