from pathlib import Path

import numpy as np
import pytest

from fixtures.audio_files import tone, write
from musaic.media.audio.peaks import PeakMeter, peaks


def test_silence_is_zero_and_full_scale_is_255() -> None:
    ramp = np.concatenate([np.zeros((64_000, 2)), np.ones((64_000, 2))]).astype(np.float32)
    found = peaks([ramp], points=100)
    assert found == [0] * 50 + [255] * 50


@pytest.mark.parametrize("frames", [0, 1, 63, 1000, 100_000, 3_000_000])
def test_always_as_many_points_as_asked_for(frames: int) -> None:
    found = peaks([np.full((frames, 1), 0.5, np.float32)], points=1200)
    assert len(found) == 1200
    assert set(found) == ({168} if frames else {0})


def test_block_sizes_do_not_matter() -> None:
    rng = np.random.default_rng(2)
    audio = (rng.standard_normal((2_000_003, 2)) * np.linspace(0, 0.3, 2_000_003)[:, None]).astype(np.float32)
    expected = peaks([audio], points=300)
    for size in (997, 65_536, 1_500_000):
        assert peaks((audio[at : at + size] for at in range(0, len(audio), size)), points=300) == expected


def test_a_click_is_never_lost() -> None:
    meter = PeakMeter(1200)
    audio = np.zeros((4_000_000, 2), np.float32)
    audio[2_345_678, 1] = -1.0
    for at in range(0, len(audio), 50_000):
        meter.write(audio[at : at + 50_000])
    found = meter.points()
    assert max(found) == 255
    assert found.index(255) == pytest.approx(2_345_678 / 4_000_000 * 1200, abs=1.5)


def test_of_a_file(tmp_path: Path) -> None:
    found = peaks(write(tmp_path / "x", tone(1.0), "flac"), points=50)
    assert len(found) == 50
    assert min(found) == pytest.approx(168, abs=2)
