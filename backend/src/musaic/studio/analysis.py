"""Tempo, key and loudness of a song, from a short excerpt."""

import math
import warnings
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter, sosfilt

RATE = 22_050
"""Sample rate in Hz that `analyse` wants."""
EXCERPT_SECONDS = 60.0
SLOWEST, FASTEST = 70.0, 180.0
KEYS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
# Probe-tone profiles of Krumhansl and Kessler (1982), from the tonic upwards.
MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
GATE_LUFS = -70.0
RELATIVE_GATE = -10.0
LOUDNESS_OFFSET = -0.691


@dataclass(frozen=True, slots=True)
class Tempo:
    """Beats a minute, folded into 70..180, with double and half for a person to choose from."""

    bpm: float
    double: float
    half: float


@dataclass(frozen=True, slots=True)
class Key:
    """Name such as `A minor`, the next likely one, and how far apart they are (0..1)."""

    name: str
    runner_up: str
    margin: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a song; None where it cannot be told (silence, no beat, no pitch)."""

    tempo: Tempo | None
    key: Key | None
    loudness_lufs: float | None


def fold_tempo(bpm: float) -> float:
    """Double or halve into 70..180 beats a minute; what lies there already stays."""
    while bpm < SLOWEST:
        bpm *= 2
    while bpm > FASTEST:
        bpm /= 2
    return bpm


def tempo_of(mono: NDArray[np.float32]) -> Tempo | None:
    """Tempo of mono audio at `RATE`."""
    import librosa  # noqa: PLC0415 - heavy: loaded on first use, in workers only

    onset = librosa.onset.onset_strength(y=mono, sr=RATE)
    if not np.any(onset > 0):
        return None
    found = float(np.atleast_1d(librosa.feature.tempo(onset_envelope=onset, sr=RATE))[0])
    if not math.isfinite(found) or found <= 0:
        return None
    bpm = fold_tempo(found)
    return Tempo(round(bpm, 1), round(bpm * 2, 1), round(bpm / 2, 1))


def key_of(mono: NDArray[np.float32]) -> Key | None:
    """Key of mono audio at `RATE`: mean chroma against 24 profiles."""
    import librosa  # noqa: PLC0415 - heavy: loaded on first use, in workers only

    chroma = librosa.feature.chroma_stft(y=mono, sr=RATE, n_fft=4096, hop_length=2048).mean(axis=1)
    if not np.isfinite(chroma).all() or np.ptp(chroma) < 1e-6:  # noqa: PLR2004 - no pitch stands out
        return None
    scores = {
        f"{name} {mode}": float(np.corrcoef(np.roll(profile, tonic), chroma)[0, 1])
        for mode, profile in (("major", MAJOR), ("minor", MINOR))
        for tonic, name in enumerate(KEYS)
    }
    first, second = sorted(scores, key=lambda name: -scores[name])[:2]
    return Key(first, second, round(min(1.0, scores[first] - scores[second]), 3))


def shelf_and_highpass(rate: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """K-weighting of ITU-R BS.1770 as two sections at any rate, each (b0, b1, b2, 1, a1, a2)."""
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    norm = 1 + k / q + k * k
    shelf = [
        (high + band * k / q + k * k) / norm,
        2 * (k * k - high) / norm,
        (high - band * k / q + k * k) / norm,
        1.0,
        2 * (k * k - 1) / norm,
        (1 - k / q + k * k) / norm,
    ]
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    norm = 1 + k / q + k * k
    highpass = [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm]
    return np.array(shelf), np.array(highpass)


def loudness_of(audio: NDArray[np.float32], rate: int) -> float | None:
    """Integrated loudness in LUFS of (frames, channels), BS.1770-4; None for silence or below 0.4 s."""
    weighted = sosfilt(np.stack(shelf_and_highpass(rate)), audio.astype(np.float64), axis=0)
    hop = rate // 10
    count = len(weighted) // hop
    if count < 4:  # noqa: PLR2004 - one gating block is four hops
        return None
    hops = (weighted[: count * hop] ** 2).reshape(count, hop, -1).mean(axis=1).sum(axis=1)
    blocks = lfilter(np.full(4, 0.25), [1.0], hops)[3:]
    levels = LOUDNESS_OFFSET + 10 * np.log10(np.maximum(blocks, 1e-12))
    kept = blocks[levels > GATE_LUFS]
    if not len(kept):
        return None
    gate = LOUDNESS_OFFSET + 10 * math.log10(kept.mean()) + RELATIVE_GATE
    kept = blocks[(levels > GATE_LUFS) & (levels > gate)]
    return round(LOUDNESS_OFFSET + 10 * math.log10(kept.mean()), 1)


def analyse(audio: NDArray[np.float32]) -> Analysis:
    """Analyse an excerpt (frames, 1 or 2) at 22.05 kHz; more than a minute is cut to its middle.

    About a second once `warm_up` has run in this process; call it from a thread. Mono material counts as one
    channel: give stereo for the loudness that players measure.
    """
    longest = int(EXCERPT_SECONDS * RATE)
    start = max(0, (len(audio) - longest) // 2)
    excerpt = audio[start : start + longest]
    mono = np.ascontiguousarray(excerpt.mean(axis=1, dtype=np.float32))
    if len(mono) < RATE or not mono.any():
        return Analysis(None, None, loudness_of(excerpt, RATE) if len(mono) else None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Analysis(tempo_of(mono), key_of(mono), loudness_of(excerpt, RATE))


@cache
def warm_up() -> None:
    """Compile what librosa compiles on first use, so that no job's time contains it."""
    rng = np.random.default_rng(0)
    analyse((0.1 * rng.standard_normal((2 * RATE, 1))).astype(np.float32))
