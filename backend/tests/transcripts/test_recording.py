from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from musaic.transcripts.recording import ArrayRecording, Samples, spool


def blocks(samples: Samples, size: int) -> Iterator[Samples]:
    for start in range(0, len(samples), size):
        yield samples[start : start + size].reshape(-1, 1)


def test_a_spooled_recording_reads_like_the_array(tmp_path: Path) -> None:
    samples = np.linspace(-0.5, 0.25, 50_000, dtype=np.float32)
    heard: list[int] = []
    spooled, array = spool(blocks(samples, 7_000), tmp_path / "pcm", heard.append), ArrayRecording(samples)
    assert (spooled.frames, spooled.peak, spooled.duration_ms) == (50_000, 0.5, 3_125)
    assert (array.frames, array.peak, array.duration_ms) == (50_000, 0.5, 3_125)
    for start, stop in ((0, 10), (49_990, 60_000), (-5, 3), (60_000, 70_000), (123, 123)):
        np.testing.assert_array_equal(spooled.read(start, stop), array.read(start, stop))
    assert heard[-1] == 50_000


def test_nothing_decoded_is_an_empty_recording(tmp_path: Path) -> None:
    spooled = spool(iter(()), tmp_path / "pcm")
    assert (spooled.frames, spooled.peak, spooled.duration_ms) == (0, 0.0, 0)


def test_samples_that_are_no_numbers_become_silence(tmp_path: Path) -> None:
    samples = np.array([0.1, np.nan, np.inf, -np.inf], dtype=np.float32)
    spooled = spool(iter([samples]), tmp_path / "pcm")
    np.testing.assert_allclose(spooled.read(0, 4), [0.1, 0.0, 1.0, -1.0])
    assert spooled.peak == 1.0


def test_stopping_while_spooling_is_heard(tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(_frames: int) -> None:
        raise StopError

    with pytest.raises(StopError):
        spool(blocks(np.zeros(10, dtype=np.float32), 5), tmp_path / "pcm", stop)
