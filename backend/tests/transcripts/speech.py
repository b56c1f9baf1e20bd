"""Speech for tests: the real clips beside the repository and what stands in for none."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from scipy.signal import resample_poly

from musaic.transcripts.ports import Check, EngineStep, Hints, Progress
from musaic.transcripts.recording import SAMPLE_RATE, ArrayRecording, Samples

HINTS = Hints()
COMMANDS = ("cards_001", "cards_005", "goforward")
READ = ("librivox_0870", "librivox_0890", "LJ050-0131", "libri_1995-1837-0001")


@dataclass(frozen=True)
class Clip:
    """One real clip: where it lies and what is said in it."""

    path: Path
    language: str
    transcript: str | None

    def recording(self) -> ArrayRecording:
        samples, rate = soundfile.read(self.path, dtype="float32", always_2d=True)
        mono = samples.mean(axis=1)
        divisor = np.gcd(rate, SAMPLE_RATE)
        return ArrayRecording(resample_poly(mono, SAMPLE_RATE // divisor, rate // divisor).astype(np.float32))


def clips(shared_data: Path) -> dict[str, Clip]:
    folder = shared_data / "speech"
    entries: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text())
    return {
        entry["id"]: Clip(folder / entry["file"], entry["language"], entry["transcript"]) for entry in entries
    }


def hum(seconds: float) -> Samples:
    """Return a mains hum: sound, but no speech."""
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.1 * np.sin(2 * np.pi * 50 * time)).astype(np.float32)


class Watch:
    """Records progress and may stop the work at the n-th check."""

    class StoppedError(Exception):
        """Raised by the check that ends the work."""

    def __init__(self, stop_at_check: int | None = None) -> None:
        self.seen: dict[str, list[float]] = {}
        self.checks = 0
        self._stop_at = stop_at_check

    @property
    def progress(self) -> Progress:
        def report(step: EngineStep, fraction: float) -> None:
            self.seen.setdefault(step, []).append(fraction)

        return report

    @property
    def check(self) -> Check:
        def look() -> None:
            self.checks += 1
            if self._stop_at is not None and self.checks >= self._stop_at:
                raise Watch.StoppedError

        return look
