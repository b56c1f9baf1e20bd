"""What the studio needs from outside: engines that separate a song into stems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

StemKind = Literal["vocals", "accompaniment"]


class BlockSink(Protocol):
    """Takes float32 blocks of shape (frames, channels); the sinks of `musaic.media` fit."""

    def write(self, block: NDArray[np.float32]) -> None:
        """Append a block."""


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What an engine says about itself before it is chosen.

    `available` is false with a `reason` in a sentence. `seconds_per_minute` is the expected time for one
    minute of stereo audio. `licence` names the terms of the weights, `rate` the sample rate it wants in Hz.
    """

    name: str
    title: str
    available: bool
    reason: str | None
    stems: tuple[StemKind, ...]
    licence: str
    quality: Literal["preview", "full"]
    seconds_per_minute: float
    rate: int


@dataclass(frozen=True, slots=True)
class SeparationOutcome:
    """`frames` written to every sink; `note` is a sentence for people with its stable `note_code`."""

    frames: int
    note: str | None = None
    note_code: str | None = None


class Separator(Protocol):
    """One separation engine. Instances are cheap, stateless between calls and usable from any thread."""

    def probe(self) -> EngineInfo:
        """Describe the engine; never raises."""

    def separate(
        self,
        source: Iterable[NDArray[np.float32]],
        *,
        rate: int,
        total_frames: int,
        sinks: Mapping[StemKind, BlockSink],
        progress: Callable[[float], None],
        check: Callable[[], None],
    ) -> SeparationOutcome:
        """Separate blocks of shape (frames, 1 or 2) at `rate` Hz and write stereo stems of the same length.

        `total_frames` may be an estimate and only scales `progress(0..1)`, called at least every 5 %.
        `check` is called between blocks, at least once a second, and raises to stop; whatever it raises
        passes through. The stems sum to the source. Raises ValueError for a rate that `probe` does not name.
        """
