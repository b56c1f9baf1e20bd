"""An engine that is described at once and loaded when a job begins to use it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from musaic.platform import late
from musaic.studio.ports import BlockSink, EngineInfo, SeparationOutcome, Separator, StemKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LateSeparator:
    """Stands for the engine ``package.module:Class``; API processes ask it and never load the class."""

    def __init__(self, describe: Callable[[], EngineInfo], target: str) -> None:
        self._describe = describe
        self._target = target

    def probe(self) -> EngineInfo:
        """Describe the engine; never raises."""
        return self._describe()

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
        """Load the engine and let it work; see `Separator.separate`."""
        engine: Separator = late.load(self._target)()
        return engine.separate(
            source, rate=rate, total_frames=total_frames, sinks=sinks, progress=progress, check=check
        )
