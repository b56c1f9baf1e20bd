"""Three short songs, computed note by note: drums, bass, chords and a singing voice of formants."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import lfilter

RATE = 44_100
Signal = NDArray[np.float64]

_MINOR_STEPS = (0, 2, 3, 5, 7, 8, 10)
_MAJOR_STEPS = (0, 2, 4, 5, 7, 9, 11)
# Formant frequencies and bandwidths in Hz of sung vowels.
_VOWELS = {
    "a": ((800, 80), (1150, 90), (2900, 120)),
    "o": ((450, 70), (800, 80), (2830, 100)),
    "i": ((270, 60), (2140, 90), (2950, 100)),
}


@dataclass(frozen=True)
class Score:
    """One song: ``root`` is a MIDI note, ``chords`` degrees of the scale, ``melody`` too (None rests)."""

    title: str
    bpm: int
    root: int
    scale: tuple[int, ...]
    chords: tuple[int, ...]
    melody: tuple[int | None, ...]
    seed: int


SCORES = (
    Score(
        "Lighthouse Hours", 96, 57, _MINOR_STEPS, (0, 5, 2, 6), (4, None, 2, 3, 4, 5, 4, None, 6, 5, 4, 2), 1
    ),
    Score("Paper Boats", 118, 60, _MAJOR_STEPS, (0, 4, 5, 3), (0, 2, 4, None, 4, 5, 4, 2, 1, 2, None, 0), 2),
    Score("Дала түні", 84, 55, _MINOR_STEPS, (0, 3, 6, 4), (0, None, 3, 4, None, 6, 4, 3, 2, None, 1, 0), 3),
)
BARS = 12


def render(score: Score) -> Signal:
    """Return the song as float64 of shape (frames, 2), peak 0.8."""
    noise = np.random.default_rng(score.seed)
    beat = 60 / score.bpm
    frames = int((BARS * 4 + 2) * beat * RATE)
    band, voice = np.zeros((frames, 2)), np.zeros(frames)
    for bar in range(BARS):
        start = bar * 4 * beat
        degree = score.chords[bar % len(score.chords)]
        _add(band, start, _chord(score, degree, 4 * beat))
        for step in range(4):
            at = start + step * beat
            _add(band, at, _pan(_pluck(_hertz(score, degree - 7), beat * 0.9, noise), 0.1))
            _add(band, at, _pan(_kick() if step % 2 == 0 else _snare(noise), -0.1))
            _add(band, at + beat / 2, _pan(_hat(noise), 0.5))
        for step in range(4):
            note = score.melody[(bar * 4 + step) % len(score.melody)]
            if bar > 0 and note is not None:
                _add(voice, start + step * beat, _sing(_hertz(score, note), beat * 0.95, "aoi"[step % 3]))
    mix = band + 0.9 * (voice / (np.abs(voice).max() or 1) * np.abs(band).max())[:, None]
    return np.asarray(0.8 * mix / np.abs(mix).max())


def write_song(score: Score, path: Path) -> None:
    """Write the song as 16-bit FLAC."""
    soundfile.write(path, render(score), RATE, format="FLAC", subtype="PCM_16")


def _hertz(score: Score, degree: int) -> float:
    octave, step = divmod(degree, len(score.scale))
    return float(440 * 2 ** ((score.root + 12 * octave + score.scale[step] - 69) / 12))


def _time(seconds: float) -> Signal:
    return np.arange(int(seconds * RATE)) / RATE


def _add(target: Signal, at: float, sound: Signal) -> None:
    start = int(at * RATE)
    part = sound[: len(target) - start]
    target[start : start + len(part)] += part


def _pan(sound: Signal, place: float) -> Signal:
    """Place a mono sound between -1 (left) and 1 (right) at constant power."""
    angle = (place + 1) * np.pi / 4
    return np.stack([sound * np.cos(angle), sound * np.sin(angle)], axis=1)


def _chord(score: Score, degree: int, seconds: float) -> Signal:
    time = _time(seconds)
    swell = np.minimum(1, time / 0.15) * np.exp(-time / (seconds * 1.2))
    out = np.zeros((len(time), 2))
    for index, step in enumerate((0, 2, 4)):
        tone = _hertz(score, degree + step)
        waves = sum(np.sin(2 * np.pi * tone * part * time) / part**1.6 for part in range(1, 6))
        out += _pan(0.13 * swell * waves, (-0.8, 0.8, 0.4)[index])
    return out


def _pluck(hertz: float, seconds: float, noise: np.random.Generator) -> Signal:
    """Sound a plucked string: a burst of noise in a damped comb (Karplus and Strong, 1983)."""
    period = round(RATE / hertz)
    burst = np.zeros(int(seconds * RATE))
    burst[:period] = noise.uniform(-1, 1, period)
    comb = np.zeros(period + 2)
    comb[0], comb[period], comb[period + 1] = 1, -0.498, -0.498
    return np.asarray(0.45 * lfilter([1.0], comb, burst))


def _kick() -> Signal:
    time = _time(0.28)
    return np.asarray(0.9 * np.sin(2 * np.pi * (48 * time - 9 * np.exp(-time * 30))) * np.exp(-time * 14))


def _snare(noise: np.random.Generator) -> Signal:
    time = _time(0.2)
    body = 0.5 * np.sin(2 * np.pi * 190 * time) * np.exp(-time * 30)
    return np.asarray(body + 0.35 * noise.standard_normal(len(time)) * np.exp(-time * 22))


def _hat(noise: np.random.Generator) -> Signal:
    time = _time(0.06)
    return np.asarray(0.25 * np.diff(noise.standard_normal(len(time) + 1)) * np.exp(-time * 90))


def _sing(hertz: float, seconds: float, vowel: str) -> Signal:
    """Sing a vowel: a glottal saw with vibrato through a cascade of formants."""
    time = _time(seconds)
    vibrato = 1 + 0.012 * np.minimum(1, time / 0.3) * np.sin(2 * np.pi * 5.3 * time)
    phase = np.cumsum(hertz * vibrato) / RATE
    tone = 1 - 2 * (phase % 1)
    for centre, width in _VOWELS[vowel]:
        radius = np.exp(-np.pi * width / RATE)
        poles = [1, -2 * radius * np.cos(2 * np.pi * centre / RATE), radius**2]
        tone = lfilter([sum(poles)], poles, tone) + 0.15 * tone
    shape = np.minimum(1, time / 0.05) * np.minimum(1, (seconds - time) / 0.08)
    return np.asarray(tone * shape / (np.abs(tone).max() or 1))
