"""The embedded engine behind the `Separator` port."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from musaic.studio.adapters.dsp import card
from musaic.studio.adapters.dsp.card import RATE
from musaic.studio.adapters.dsp.features import HOP
from musaic.studio.adapters.dsp.stream import OVERLAP, Audio, Framer, Piece, as_stereo, voice_of, within_range
from musaic.studio.adapters.dsp.weights import WeightSets, shipped
from musaic.studio.ports import BlockSink, EngineInfo, SeparationOutcome, StemKind

BLOCK_FRAMES = 256
THREADS = 2
MOSTLY = 0.5
MONO_NOTE = (
    "This recording is mono or nearly so: without differences between left and right the separation "
    "relies on timbre alone and is rougher."
)


class DspSeparator:
    """Splits voice from accompaniment by a fitted time-frequency mask; a quick preview, no studio quality.

    Holds about ten seconds of audio and their spectra, whatever the length of the song.
    """

    def __init__(
        self, *, weights: WeightSets | None = None, block_frames: int = BLOCK_FRAMES, threads: int = THREADS
    ) -> None:
        self._weights = weights
        self._block_frames = block_frames
        self._threads = threads

    def probe(self) -> EngineInfo:
        """Describe the engine; it is always available."""
        return card.describe()

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
        """Separate a song at 44.1 kHz; see `Separator.separate`."""
        if rate != RATE:
            message = f"the built-in engine works at {RATE} Hz"
            raise ValueError(message)
        keeper = MixtureKeeper(source)
        written, mono_frames, frames = 0, 0.0, 0
        adder = OverlapAdd()
        # The pool below is the parallelism: BLAS threads on top of it doubled the processor time.
        with threadpool_limits(1, user_api="blas"), closing(self._voices(keeper, check)) as voices:
            for piece, voice in voices:
                check()
                ready = adder.add(voice, piece.frames)
                mixture = keeper.take(len(ready))
                vocals = within_range(ready[: len(mixture)], mixture)
                sinks["vocals"].write(vocals)
                sinks["accompaniment"].write(mixture - vocals)
                written += len(mixture)
                own = piece.width[piece.lead : piece.lead + piece.frames]
                mono_frames += float((1 - own).sum())
                frames += piece.frames
                progress(min(1.0, written / max(1, total_frames)))
        progress(1.0)
        if frames and mono_frames / frames > MOSTLY:
            return SeparationOutcome(written, note=MONO_NOTE, note_code="near_mono")
        return SeparationOutcome(written)

    def _voices(
        self, source: Iterable[Audio], check: Callable[[], None]
    ) -> Generator[tuple[Piece, Audio], None, None]:
        """Voices of all pieces in order, a few being computed ahead."""
        sets = self._weights or shipped()
        waiting: deque[tuple[Piece, Future[Audio]]] = deque()
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="separate")
        try:
            for piece in Framer(self._block_frames).pieces(source):
                check()
                waiting.append((piece, pool.submit(voice_of, piece, sets)))
                if len(waiting) > self._threads:
                    ready, future = waiting.popleft()
                    yield ready, future.result()
            while waiting:
                ready, future = waiting.popleft()
                yield ready, future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


class MixtureKeeper:
    """Passes blocks through and keeps them until their voice is ready."""

    def __init__(self, source: Iterable[NDArray[np.float32]]) -> None:
        self._source = source
        self._blocks: deque[Audio] = deque()

    def __iter__(self) -> Iterator[Audio]:
        """Yield the source's blocks as stereo."""
        for block in self._source:
            stereo = as_stereo(block)
            self._blocks.append(stereo)
            yield stereo

    def take(self, count: int) -> Audio:
        """Remove and return the next samples, at most `count`."""
        taken: list[Audio] = []
        while count and self._blocks:
            block = self._blocks.popleft()
            if len(block) > count:
                self._blocks.appendleft(block[count:])
                block = block[:count]
            taken.append(block)
            count -= len(block)
        return np.concatenate(taken) if taken else np.zeros((0, 2), np.float32)


class OverlapAdd:
    """Joins the voices of consecutive pieces, dropping what lies before the song."""

    def __init__(self) -> None:
        self._tail = np.zeros((OVERLAP, 2), np.float32)
        self._before = OVERLAP

    def add(self, voice: Audio, frames: int) -> Audio:
        """Return the samples that no later piece reaches, (samples, 2)."""
        voice[:OVERLAP] += self._tail
        finished = frames * HOP
        self._tail = voice[finished:]
        skip = min(self._before, finished)
        self._before -= skip
        return voice[skip:finished]
