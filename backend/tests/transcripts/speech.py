"""What tests of engines need besides real clips."""

import numpy as np

from musaic.transcripts.ports import Check, EngineStep, Hints, Progress
from musaic.transcripts.recording import SAMPLE_RATE, Samples

HINTS = Hints()


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
