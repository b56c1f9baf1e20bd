"""uSDR of a separation beside the three rows without which it says nothing."""

import numpy as np

from fit_separation.clips import Clip
from fit_separation.instruments import Audio
from musaic.studio.adapters.dsp.card import RATE
from musaic.studio.adapters.dsp.engine import DspSeparator
from musaic.studio.adapters.dsp.weights import WeightSets

Pair = tuple[float, float]
ROWS = ("do nothing", "half and half", "classic karaoke")


class Collect:
    """A sink that keeps its blocks."""

    def __init__(self) -> None:
        self._blocks: list[Audio] = []

    def write(self, block: Audio) -> None:
        """Keep a block."""
        self._blocks.append(block.copy())

    def audio(self) -> Audio:
        """Everything written."""
        return np.concatenate(self._blocks) if self._blocks else np.zeros((0, 2), np.float32)


def usdr(truth: Audio, estimate: Audio) -> float:
    """10 log10(|s|^2 / |s - e|^2) over the whole clip, both channels, nothing forgiven."""
    error = float(((truth - estimate).astype(np.float64) ** 2).sum())
    return float(10 * np.log10(float((truth.astype(np.float64) ** 2).sum()) / max(error, 1e-12)))


def separated(mixture: Audio, sets: WeightSets) -> tuple[Audio, Audio]:
    """Vocals and accompaniment through the streaming engine."""
    vocals, rest = Collect(), Collect()
    DspSeparator(weights=sets).separate(
        [mixture],
        rate=RATE,
        total_frames=len(mixture),
        sinks={"vocals": vocals, "accompaniment": rest},
        progress=lambda _: None,
        check=lambda: None,
    )
    return vocals.audio(), rest.audio()


def baselines(clip: Clip) -> dict[str, Pair]:
    """Scores (vocals, accompaniment) of the three trivial methods."""
    mixture = clip.mixture
    middle = np.repeat(mixture.mean(axis=1, keepdims=True), 2, axis=1)
    side = (mixture[:, :1] - mixture[:, 1:]) / 2
    karaoke = np.repeat(side, 2, axis=1)
    estimates = zip(ROWS, ((mixture, mixture), (mixture / 2, mixture / 2), (middle, karaoke)), strict=True)
    return {name: (usdr(clip.vocals, v), usdr(clip.accompaniment, a)) for name, (v, a) in estimates}


def score(clip: Clip, sets: WeightSets) -> Pair:
    """Scores of the engine."""
    vocals, rest = separated(clip.mixture, sets)
    return usdr(clip.vocals, vocals), usdr(clip.accompaniment, rest)
