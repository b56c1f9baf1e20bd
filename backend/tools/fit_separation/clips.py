"""The material: clips of voice and accompaniment with the names of what they are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import resample_poly

from fit_separation.instruments import RATE, STYLES, Audio, Rng, accompaniment
from fit_separation.voices import sing, staged

SECONDS = 8.0
PER_STYLE = 10
FUNK_STEMS = ("bass", "clav", "drums", "horns", "guitar")
VOICES = ("voice10", "voice14")


@dataclass(frozen=True, slots=True)
class Clip:
    """`voice` and `band` name the sources: a clip is unseen when neither was in the fit."""

    name: str
    voice: str
    band: str
    vocals: Audio
    accompaniment: Audio

    @property
    def mixture(self) -> Audio:
        """The sum of both."""
        return self.vocals + self.accompaniment


def mixed(name: str, kinds: tuple[str, str], vocals: Audio, band: Audio, level_db: float) -> Clip:
    """Scale the voice to `level_db` against the band's energy and keep the sum below full scale."""
    count = min(len(vocals), len(band))
    vocals, band = vocals[:count], band[:count]
    ratio = np.sqrt((band**2).sum() / max(1e-9, float((vocals**2).sum()))) * 10 ** (level_db / 20)
    vocals = vocals * np.float32(ratio)
    scale = np.float32(min(1.0, 0.9 / float(np.abs(vocals + band).max())))
    return Clip(name, *kinds, vocals * scale, band * scale)


def generated(seed: int) -> Iterator[Clip]:
    """Yield generated voices over generated bands."""
    for order, style in enumerate(STYLES):
        for index in range(PER_STYLE):
            rng = np.random.default_rng([seed, order, index])
            vocals = staged(sing(SECONDS, rng), rng)
            level = -8.0 * index / (PER_STYLE - 1)
            yield mixed(
                f"{style}-{index}", ("sung", style), vocals, accompaniment(style, SECONDS, rng), level
            )


def real_voice(folder: Path, name: str, rng: Rng) -> NDArray[np.float64]:
    """Read a recorded voice, shifted by up to two semitones through resampling."""
    audio, _ = soundfile.read(folder / name / "vocals.flac")
    shifted: NDArray[np.float64] = resample_poly(audio, int(rng.integers(890, 1120)), 1000)
    return shifted


def funk(folder: Path, rng: Rng) -> Audio:
    """Cut a random stretch of the recorded band, sometimes without one or two of its players."""
    left_out = set(rng.choice(FUNK_STEMS, int(rng.integers(0, 3)), replace=False))
    start = int(rng.uniform(0, 30) * RATE)
    stems = [
        soundfile.read(
            folder / "funk_band" / f"{stem}.flac", dtype="float32", start=start, frames=int(SECONDS * RATE)
        )[0]
        for stem in FUNK_STEMS
        if stem not in left_out
    ]
    band: Audio = np.sum(stems, axis=0)
    return band


def recorded(folder: Path, seed: int) -> Iterator[Clip]:
    """Yield mixes with recorded voices, the recorded band, or both; the two finished mixes as they are."""
    for name in ("synfunk10", "synfunk14"):
        stems = [
            soundfile.read(folder / name / f"{stem}.flac", dtype="float32")[0]
            for stem in ("vocals", "accompaniment")
        ]
        yield Clip(name, "recorded", "funk", *stems)
    styles = list(STYLES)
    for index in range(6):
        rng = np.random.default_rng([seed, 100, index])
        voice = staged(real_voice(folder, VOICES[index % 2], rng), rng)
        level = -1.6 * index
        yield mixed(f"recorded-funk-{index}", ("recorded", "funk"), voice, funk(folder, rng), level)
        other = accompaniment(styles[index], len(voice) / RATE, rng)
        yield mixed(f"recorded-{styles[index]}", ("recorded", styles[index]), voice, other, level)
        sung = staged(sing(SECONDS, rng), rng)
        yield mixed(f"sung-funk-{index}", ("sung", "funk"), sung, funk(folder, rng), level)


def material(folder: Path | None, seed: int = 20) -> list[Clip]:
    """All clips; without a data folder only the generated ones."""
    clips = list(generated(seed))
    return clips + list(recorded(folder, seed)) if folder else clips
