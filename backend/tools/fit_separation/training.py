"""Fitting the mask network with plain numpy: sampled points, error energy per clip, Adam."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fit_separation.clips import Clip
from fit_separation.instruments import Audio
from musaic.studio.adapters.dsp.features import (
    MONO_FRAME,
    MONO_POINT,
    STEREO_FRAME,
    STEREO_POINT,
    bands,
    features,
)
from musaic.studio.adapters.dsp.mask import Weights
from musaic.studio.adapters.dsp.stream import OVERLAP, spectra

POINTS = 40_000
BATCH_PER_CLIP = 1_000
UNITS = 16
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Samples:
    """Drawn points of one clip: inputs (points, inputs), P and C with their sampling weight in."""

    inputs: Array
    power: Array
    cross: Array


def padded_spectra(audio: Audio) -> tuple[NDArray[np.complex64], NDArray[np.complex64]]:
    """Spectra of a clip framed as the engine does."""
    pad = np.zeros((OVERLAP, 2), np.float32)
    return spectra(np.concatenate([pad, audio, pad]))


def samples(clip: Clip, *, stereo: bool, seed: int) -> Samples:
    """Draw points with probability by magnitude, so that few are spent on silence; reweighted to be fair."""
    mixture, vocals = clip.mixture, clip.vocals
    if not stereo:
        mixture = np.repeat(mixture.mean(axis=1, keepdims=True), 2, axis=1)
        vocals = np.repeat(vocals.mean(axis=1, keepdims=True), 2, axis=1)
    left, right = padded_spectra(mixture)
    voice_left, voice_right = padded_spectra(vocals)
    found = features(left, right, stereo=stereo)
    names, frame_names = (STEREO_POINT, STEREO_FRAME) if stereo else (MONO_POINT, MONO_FRAME)
    power = np.abs(left) ** 2 + np.abs(right) ** 2
    cross = (voice_left * left.conj() + voice_right * right.conj()).real
    voice_energy = float((np.abs(voice_left) ** 2 + np.abs(voice_right) ** 2).sum())
    other_energy = float((np.abs(left - voice_left) ** 2 + np.abs(right - voice_right) ** 2).sum())
    chance = np.sqrt(power)
    chance += 0.05 * chance.mean()
    share = (chance / chance.sum(dtype=np.float64)).reshape(-1)
    rng = np.random.default_rng(seed)
    index = np.searchsorted(np.cumsum(share, dtype=np.float64), rng.random(POINTS) * 0.999999)
    frames, bins = np.divmod(index, power.shape[1])
    inputs = [found.point[name].reshape(-1)[index] for name in names]
    inputs += [found.frame[name][frames] for name in frame_names]
    inputs += list(bands()[:, bins])
    weight = 1 / (POINTS * share[index] * np.sqrt(voice_energy * other_energy))
    return Samples(
        np.stack(inputs, axis=1),
        (power.reshape(-1)[index] * weight).astype(np.float32),
        (cross.reshape(-1)[index] * weight).astype(np.float32),
    )


class Network:
    """The mask network in training: standardised inputs, hidden rectifiers, a direct path, Adam."""

    def __init__(self, inputs: Array, units: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self._mean = inputs.mean(axis=0)
        self._scale = inputs.std(axis=0) + np.float32(1e-3)
        size = inputs.shape[1]
        self.values: dict[str, Array] = {
            "hidden": (rng.standard_normal((units, size)) * np.sqrt(1 / size)).astype(np.float32),
            "hidden_bias": np.zeros(units, np.float32),
            "output": (rng.standard_normal(units) * 0.1).astype(np.float32),
            "direct": np.zeros(size, np.float32),
            "bias": np.full(1, -1, np.float32),
        }
        self._first = {name: np.zeros_like(value) for name, value in self.values.items()}
        self._second = {name: np.zeros_like(value) for name, value in self.values.items()}
        self._steps = 0

    def standardised(self, inputs: Array) -> Array:
        """Return inputs with mean 0 and deviation 1 over the fit."""
        scaled: Array = (inputs - self._mean) / self._scale
        return scaled

    def gradients(self, inputs: Array, power: Array, cross: Array) -> tuple[float, dict[str, Array]]:
        """Loss sum(m^2 P - 2 m C) and its gradients for standardised inputs."""
        v = self.values
        inner = inputs @ v["hidden"].T + v["hidden_bias"]
        active = np.maximum(inner, 0)
        logit = active @ v["output"] + inputs @ v["direct"] + v["bias"]
        mask = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
        loss = float((mask**2 * power - 2 * mask * cross).sum())
        slope = 2 * (mask * power - cross) * mask * (1 - mask)
        back = (inner > 0) * (slope[:, None] * v["output"])
        return loss, {
            "hidden": back.T @ inputs,
            "hidden_bias": back.sum(axis=0),
            "output": slope @ active,
            "direct": slope @ inputs,
            "bias": slope.sum(keepdims=True),
        }

    def step(self, gradients: dict[str, Array], rate: float, decay: float) -> None:
        """One step of Adam with decoupled weight decay (biases excepted)."""
        self._steps += 1
        for name, gradient in gradients.items():
            self._first[name] = 0.9 * self._first[name] + 0.1 * gradient
            self._second[name] = 0.999 * self._second[name] + 0.001 * gradient**2
            first = self._first[name] / (1 - 0.9**self._steps)
            second = self._second[name] / (1 - 0.999**self._steps)
            value = self.values[name]
            shrink = 0.0 if "bias" in name else decay
            self.values[name] = (value - rate * (first / (np.sqrt(second) + 1e-8) + shrink * value)).astype(
                np.float32
            )

    def weights(self, *, stereo: bool) -> Weights:
        """Return the engine's weights, standardisation folded in."""
        v = self.values
        hidden = v["hidden"] / self._scale
        direct = v["direct"] / self._scale
        return Weights(
            point=STEREO_POINT if stereo else MONO_POINT,
            frame=STEREO_FRAME if stereo else MONO_FRAME,
            hidden=hidden,
            hidden_bias=v["hidden_bias"] - hidden @ self._mean,
            output=v["output"],
            direct=direct,
            bias=float(v["bias"][0] - direct @ self._mean),
        )


def fit(
    drawn: Sequence[Samples],
    *,
    stereo: bool,
    units: int = UNITS,
    steps: int = 600,
    decay: float = 0.02,
    seed: int = 1,
) -> Weights:
    """Fit on the drawn points of several clips, all clips weighing the same; seconds on one core."""
    rng = np.random.default_rng(seed)
    network = Network(np.concatenate([clip.inputs for clip in drawn]), units, seed)
    ready = [network.standardised(clip.inputs) for clip in drawn]
    for step in range(steps):
        choice = [rng.integers(0, POINTS, BATCH_PER_CLIP) for _ in drawn]
        inputs = np.concatenate([values[index] for values, index in zip(ready, choice, strict=True)])
        power = np.concatenate([clip.power[index] for clip, index in zip(drawn, choice, strict=True)])
        cross = np.concatenate([clip.cross[index] for clip, index in zip(drawn, choice, strict=True)])
        scale = np.float32(POINTS / BATCH_PER_CLIP / len(drawn))
        _, gradients = network.gradients(inputs, power * scale, cross * scale)
        rate = 0.01 if step < 0.6 * steps else 0.002
        network.step(gradients, rate, decay)
    return network.weights(stereo=stereo)
