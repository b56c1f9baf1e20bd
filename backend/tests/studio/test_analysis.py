import numpy as np
import pytest
from numpy.typing import NDArray

from musaic.studio.analysis import RATE, analyse, fold_tempo, loudness_of

Audio = NDArray[np.float32]


def clicks(bpm: float, seconds: float = 30.0) -> Audio:
    t = np.arange(int(seconds * RATE)) / RATE
    beat = (t * bpm / 60) % 1
    rng = np.random.default_rng(1)
    return (0.5 * rng.standard_normal(len(t)) * np.exp(-beat * 30)).astype(np.float32)[:, None]


def chords(notes: list[tuple[int, ...]], seconds: float = 2.0) -> Audio:
    t = np.arange(int(seconds * RATE)) / RATE
    parts = [
        sum(
            np.sin(2 * np.pi * 440 * 2 ** ((note - 69) / 12) * t * k) / k for note in chord for k in (1, 2, 3)
        )
        for chord in notes
    ]
    return (0.05 * np.concatenate(parts)).astype(np.float32)[:, None]


@pytest.mark.parametrize("bpm", [75, 90, 110, 128, 150])
def test_tempo_up_to_an_octave(bpm: float) -> None:
    tempo = analyse(clicks(bpm)).tempo
    assert tempo is not None
    assert 70 <= tempo.bpm <= 180
    assert any(abs(value - bpm) < 0.04 * bpm for value in (tempo.bpm, tempo.double, tempo.half))


def test_folding() -> None:
    assert [fold_tempo(bpm) for bpm in (35, 60, 100, 200, 400)] == [70, 120, 100, 100, 100]


def test_key_and_runner_up() -> None:
    c, f, g = (60, 64, 67), (65, 69, 72), (67, 71, 74)
    key = analyse(chords([c, f, g, c] * 2)).key
    assert key is not None
    assert key.name == "C major"
    assert key.runner_up != key.name
    up = analyse(chords([tuple(note + 5 for note in chord) for chord in (c, f, g, c) * 2])).key
    assert up is not None
    assert up.name == "F major"


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_loudness_of_the_standard_tone(rate: int, level: float) -> None:
    t = np.arange(20 * rate) / rate
    tone = 10 ** (level / 20) * np.sin(2 * np.pi * 1000 * t)
    stereo = np.stack([tone, tone], axis=1).astype(np.float32)
    assert loudness_of(stereo, rate) == pytest.approx(level, abs=0.1)


def test_quiet_parts_are_gated() -> None:
    t = np.arange(20 * 48_000) / 48_000
    tone = 10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 * t) * np.where((t > 8) & (t < 12), 1e-3, 1)
    stereo = np.stack([tone, tone], axis=1).astype(np.float32)
    assert loudness_of(stereo, 48_000) == pytest.approx(-23, abs=0.15)


@pytest.mark.parametrize("frames", [0, 10, RATE // 2, 5 * RATE])
def test_silence_and_snippets_have_no_properties(frames: int) -> None:
    analysis = analyse(np.zeros((frames, 2), np.float32))
    assert (analysis.tempo, analysis.key, analysis.loudness_lufs) == (None, None, None)
