"""The parent's side of the PocketSphinx process."""

import json
import select
import struct
import subprocess
import sys
from types import TracebackType
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from musaic.transcripts.ports import Check, EngineFailure, Word
from musaic.transcripts.recording import SAMPLE_RATE, Samples

_PEAK: Final = 0.7
_FRAME_MS: Final = 10
_CHECK_EVERY_S: Final = 0.2
_CHILD: Final = "musaic.transcripts.adapters.sphinx_child"


class SphinxProcess:
    """A running decoder, as a context manager. One piece at a time, not for many threads.

    A piece takes seconds; `check` is called all the while and ends the wait by raising.
    """

    def __init__(self, check: Check) -> None:
        self._check = check

    def __enter__(self) -> Self:
        """Start the child and wait until its model is loaded (about half a second)."""
        self._child = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._answer()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Kill the child: it holds nothing that would need saving."""
        self._stop()

    def recognise(self, samples: Samples) -> tuple[Word, ...]:
        """Return the words of a piece of speech, shape (n,), times in ms from its start.

        Raises EngineFailure when the decoder died over it.
        """
        pcm = _loud(samples).tobytes()
        pipe = self._child.stdin
        if pipe is None:  # pragma: no cover - opened as a pipe above
            raise _crashed()
        try:
            pipe.write(struct.pack("<I", len(pcm)) + pcm)
            pipe.flush()
        except BrokenPipeError:
            raise _crashed() from None
        entries: list[tuple[str, int, int, float]] = json.loads(self._answer())
        end_ms = len(samples) * 1000 // SAMPLE_RATE
        return tuple(
            Word(
                start_ms=min(first * _FRAME_MS, end_ms),
                end_ms=min((last + 1) * _FRAME_MS, end_ms),
                text=word,
                # The posterior is computed in the logarithm and may pass 1 by rounding.
                confidence=round(min(1.0, max(0.0, probability)), 4),
            )
            for word, first, last, probability in entries
        )

    def _answer(self) -> bytes:
        pipe = self._child.stdout
        if pipe is None:  # pragma: no cover - opened as a pipe above
            raise _crashed()
        # Answers come one at a time and in one write, so none can hide in the buffer.
        while not select.select([pipe], [], [], _CHECK_EVERY_S)[0]:
            self._check()
        line = pipe.readline()
        if not line.endswith(b"\n"):
            raise _crashed()
        return line

    def _stop(self) -> None:
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    # What a dead child did not read is lost anyway.
                    continue


def _loud(samples: Samples) -> npt.NDArray[np.int16]:
    """Scale a piece to peak 0.7 and to int16; the model was trained on speech as loud."""
    peak = float(np.abs(samples).max()) if len(samples) else 0.0
    gain = _PEAK / peak if peak > 0 else 1.0
    pcm: npt.NDArray[np.int16] = np.rint(samples * np.float32(gain * 32767)).astype(np.int16)
    return pcm


def _crashed() -> EngineFailure:
    return EngineFailure(
        "recogniser_crashed",
        "The speech recogniser stopped unexpectedly. Try again; if it happens each time, "
        "the recording may be damaged.",
    )
