"""Generated singing: glottal harmonics through moving formants, consonant noise, vibrato, glides, rests."""

import numpy as np
from numpy.typing import NDArray

from fit_separation.instruments import RATE, Audio, Rng, band, reverb

# Formant frequencies of five vowels (low voice), with level and bandwidth per formant.
VOWELS = np.array(
    [
        [730, 1090, 2440, 3400, 4500],
        [530, 1840, 2480, 3500, 4600],
        [300, 2250, 3000, 3600, 4700],
        [500, 900, 2400, 3300, 4500],
        [320, 870, 2240, 3200, 4400],
    ],
    dtype=np.float64,
)
FORMANT_DB = np.array([0, -5, -11, -15, -20], dtype=np.float64)
BANDWIDTHS = np.array([80, 100, 130, 180, 250], dtype=np.float64)
CONSONANTS = (
    (5000, 11000, 0.09, 0.5),
    (2200, 7000, 0.08, 0.6),
    (1500, 5500, 0.03, 0.9),
    (400, 9000, 0.05, 0.2),
)
CONTROL = 100
SCALE = np.array([0, 2, 4, 7, 9, 12])


def formant_gain(frequency: NDArray[np.float64], formants: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gain of the vocal tract at `frequency` (n,) for `formants` (n, 5)."""
    distance = (frequency[:, None] - formants) / BANDWIDTHS
    gain: NDArray[np.float64] = (10 ** (FORMANT_DB / 20) / np.sqrt(1 + distance**2)).sum(axis=1)
    return gain


def melody(
    seconds: float, rng: Rng
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], list[float]]:
    """Pitch in notes, loudness and formants at control rate, and the times of consonants."""
    count = int(seconds * CONTROL)
    high = bool(rng.integers(0, 2))
    centre = rng.uniform(57, 66) if high else rng.uniform(46, 56)
    size = rng.uniform(1.1, 1.22) if high else rng.uniform(0.95, 1.08)
    notes, loud = np.full(count, centre), np.zeros(count)
    formants = np.tile(VOWELS[0] * size, (count, 1))
    consonants: list[float] = []
    at, vibrato, rate = 0, rng.uniform(0.1, 0.7), rng.uniform(4.8, 6.6)
    while at < count:
        if rng.random() < 0.13:  # noqa: PLR2004 - a breath
            at += int(rng.uniform(0.3, 1.2) * CONTROL)
        length = int(rng.uniform(0.16, 0.9) * CONTROL)
        stop = min(count, at + length)
        t = np.arange(stop - at) / CONTROL
        depth = vibrato * np.clip((t - 0.15) / 0.3, 0, 1)
        pitch = (
            centre
            + float(rng.choice(SCALE))
            - 4
            + depth * np.sin(2 * np.pi * rate * t)
            - 1.2 * np.exp(-t / 0.04)
        )
        notes[at:stop] = pitch
        loud[at:stop] = (
            rng.uniform(0.5, 1) * np.minimum(1, t / 0.03) * np.minimum(1, (length / CONTROL - t) / 0.05)
        )
        formants[at:stop] = VOWELS[int(rng.integers(len(VOWELS)))] * size
        if rng.random() < 0.75:  # noqa: PLR2004 - most syllables begin with a consonant
            consonants.append(at / CONTROL)
        at = stop + int(rng.uniform(0, 0.07) * CONTROL)
    kernel = np.hanning(9) / np.hanning(9).sum()
    moving = np.stack([np.convolve(np.pad(f, 4, mode="edge"), kernel, "valid") for f in formants.T], axis=1)
    drift = np.convolve(rng.standard_normal(count + 40), np.ones(41) / 41, "valid") * 0.3
    return notes + drift, np.clip(loud, 0, 1), moving, consonants


def sing(seconds: float, rng: Rng) -> NDArray[np.float64]:
    """One dry mono voice."""
    notes, loud, formants, consonants = melody(seconds, rng)
    samples = int(seconds * RATE)
    control, t = np.arange(len(notes)) / CONTROL, np.arange(samples) / RATE
    pitch = 440 * 2 ** ((notes - 69) / 12)
    phase = 2 * np.pi * np.cumsum(np.interp(t, control, pitch)) / RATE
    level = np.interp(t, control, loud)
    tilt = rng.uniform(0.7, 1.3)
    voice = np.zeros(samples)
    for harmonic in range(1, 60):
        frequency = pitch * harmonic
        if frequency.min() > 9000:  # noqa: PLR2004 - Hz; noise carries the rest
            break
        gain = formant_gain(frequency, formants) * harmonic**-tilt * (frequency < 0.45 * RATE)
        voice += np.interp(t, control, gain) * np.sin(harmonic * phase)
    breath = band(rng.standard_normal(samples), 1500, 9000) * rng.uniform(0.01, 0.05)
    voice = voice * level + breath * level * np.sqrt((voice**2).mean()) * 4
    loudest = np.sqrt((voice**2).mean()) * 2
    for at in consonants:
        low, high, length, gain = CONSONANTS[int(rng.integers(len(CONSONANTS)))]
        noise = band(rng.standard_normal(int(length * RATE * rng.uniform(0.7, 1.4))), low, high)
        noise *= np.hanning(len(noise)) / (np.abs(noise).max() + 1e-9) * gain * loudest
        start = min(samples, max(0, int((at - 0.03) * RATE)))
        stop = min(samples, start + len(noise))
        voice[start:stop] += noise[: stop - start]
    return voice


def staged(voice: NDArray[np.float64], rng: Rng) -> Audio:
    """Put a dry voice on stage: centred or nearly, sometimes with a panned double, with reverberation."""
    pan = float(rng.choice([0, 0, 0, 0, rng.uniform(-0.3, 0.3)]))
    angle = (pan + 1) * np.pi / 4
    stereo = np.stack([voice * np.cos(angle), voice * np.sin(angle)], axis=1).astype(np.float32)
    if rng.random() < 0.25:  # noqa: PLR2004 - a quarter of the voices is doubled
        delay = int(rng.uniform(0.012, 0.03) * RATE)
        late = np.concatenate([np.zeros(delay), voice[:-delay]]).astype(np.float32) * 0.4
        stereo += np.stack([late, np.roll(late, delay // 2)], axis=1)
    wet = reverb(stereo, rng, rng.uniform(0.4, 2.0), rng.uniform(0.03, 0.3))
    return (wet * (0.1 / np.sqrt((wet**2).mean()))).astype(np.float32)
