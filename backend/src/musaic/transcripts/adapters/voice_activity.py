"""Finds where speech is, with the Silero voice-activity model packaged beside faster-whisper.

The model reads 32 ms windows (512 samples) with the 64 samples before each, and carries its
state from window to window, so a recording of any length runs in constant memory.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from musaic.transcripts.recording import SAMPLE_RATE, Recording, Samples

WINDOW: Final = 512
_CONTEXT: Final = 64
_BATCH: Final = 20 * SAMPLE_RATE // WINDOW * WINDOW
_LOUDNESS: Final = 0.7
_MAX_GAIN: Final = 50.0

Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Span:
    """Samples [start, stop) that hold speech."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Cutting:
    """How speech is cut into pieces; lengths in milliseconds.

    Speech begins at `onset` and ends after `min_silence_ms` below `offset`. A piece never
    exceeds `max_piece_ms`: a longer one is cut at the quietest window of its last
    `look_back_ms`.
    """

    onset: float = 0.5
    offset: float = 0.35
    min_silence_ms: int = 300
    min_speech_ms: int = 100
    pad_ms: int = 250
    max_piece_ms: int = 15_000
    look_back_ms: int = 5_000


class _Silero:
    """The model with its carried state, one per pass over a recording."""

    def __init__(self) -> None:
        self._session = _session()
        self._h = np.zeros((1, 1, 128), dtype=np.float32)
        self._c = np.zeros((1, 1, 128), dtype=np.float32)
        self._tail = np.zeros(_CONTEXT, dtype=np.float32)

    def feed(self, samples: Samples) -> Probabilities:
        """Return one speech probability per window; `samples` are whole windows."""
        windows = samples.reshape(-1, WINDOW)
        before = np.empty((len(windows), _CONTEXT), dtype=np.float32)
        before[0] = self._tail
        before[1:] = windows[:-1, -_CONTEXT:]
        self._tail = windows[-1, -_CONTEXT:].copy()
        inputs = {"input": np.hstack([before, windows]), "h": self._h, "c": self._c}
        probabilities, self._h, self._c = self._session.run(None, inputs)
        return np.asarray(probabilities, dtype=np.float32)


def speech_probabilities(recording: Recording, on_fraction: Callable[[float], None]) -> Probabilities:
    """Return the probability of speech in each 32 ms window, shape (windows,)."""
    model = _Silero()
    gain = min(_MAX_GAIN, _LOUDNESS / recording.peak) if recording.peak > 0 else 1.0
    found: list[Probabilities] = []
    for start in range(0, recording.frames, _BATCH):
        samples = recording.read(start, start + _BATCH) * np.float32(gain)
        samples = np.pad(samples, (0, -len(samples) % WINDOW))
        found.append(model.feed(samples))
        on_fraction(min(1.0, (start + _BATCH) / recording.frames))
    on_fraction(1.0)
    return np.concatenate(found) if found else np.zeros(0, dtype=np.float32)


def find_speech(
    recording: Recording,
    on_fraction: Callable[[float], None] = lambda _fraction: None,
    cutting: Cutting | None = None,
) -> list[Span]:
    """Return the pieces of speech in order, not overlapping, none longer than allowed."""
    probabilities = speech_probabilities(recording, on_fraction)
    return cut(probabilities, recording.frames, cutting or Cutting())


def cut(probabilities: Probabilities, frames: int, cutting: Cutting) -> list[Span]:
    """Turn window probabilities into padded pieces inside [0, frames)."""
    speech = _join(_above(probabilities, cutting), _windows(cutting.min_silence_ms))
    least = _windows(cutting.min_speech_ms)
    speech = [(first, last) for first, last in speech if last - first >= least]
    pad = cutting.pad_ms * SAMPLE_RATE // 1000
    # The padding may stretch a piece past the limit, so the limit is applied without it.
    most = max(1, _windows(cutting.max_piece_ms) - 2 * _windows(cutting.pad_ms) - 1)
    look_back = min(_windows(cutting.look_back_ms), most - 1)
    pieces: list[Span] = []
    for index, (first, last) in enumerate(speech):
        start = max(0, first * WINDOW - pad)
        stop = min(frames, last * WINDOW + pad)
        if index + 1 < len(speech):
            stop = min(stop, (last + speech[index + 1][0]) * WINDOW // 2)
        if index > 0:
            start = max(start, (speech[index - 1][1] + first) * WINDOW // 2)
        edges = [edge * WINDOW for edge in _edges(probabilities, first, last, most, look_back)]
        bounds = [start, *edges, stop]
        pieces.extend(Span(a, b) for a, b in itertools.pairwise(bounds) if b > a)
    return pieces


def _windows(milliseconds: int) -> int:
    return -(-milliseconds * SAMPLE_RATE // (1000 * WINDOW))


def _above(probabilities: Probabilities, cutting: Cutting) -> list[tuple[int, int]]:
    """Windows [first, last) between rising over `onset` and falling under `offset`."""
    spans: list[tuple[int, int]] = []
    first: int | None = None
    for index, probability in enumerate(probabilities):
        if first is None and probability >= cutting.onset:
            first = index
        elif first is not None and probability < cutting.offset:
            spans.append((first, index))
            first = None
    if first is not None:
        spans.append((first, len(probabilities)))
    return spans


def _join(spans: list[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Join spans with less than `gap` windows of silence between them."""
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _edges(probabilities: Probabilities, first: int, last: int, most: int, look_back: int) -> list[int]:
    """Windows at which [first, last) is cut so that no part has more than `most`."""
    edges: list[int] = []
    while last - first > most:
        low = first + most - look_back
        quietest = low + int(np.argmin(probabilities[low : first + most]))
        first = max(first + 1, quietest)
        edges.append(first)
    return edges


@cache
def _session() -> Any:
    """Load the model once per process; sessions are safe to share between threads."""
    import onnxruntime  # noqa: PLC0415 - 0.2 s, only paid by a process that listens

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(model_path()), sess_options=options, providers=["CPUExecutionProvider"]
    )


def model_path() -> Path:
    """Return where the packaged model lies, without importing the package around it."""
    spec = find_spec("faster_whisper")
    if spec is None or not spec.submodule_search_locations:
        message = "The package faster-whisper, which brings the voice-activity model, is missing."
        raise FileNotFoundError(message)
    return Path(spec.submodule_search_locations[0]) / "assets" / "silero_vad_v6.onnx"
