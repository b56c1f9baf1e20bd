"""The fitted numbers that ship with the engine, and where they come from."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from musaic.studio.adapters.dsp.card import stored
from musaic.studio.adapters.dsp.mask import Weights


@dataclass(frozen=True, slots=True)
class WeightSets:
    """One set that compares channels, one for mono; `licence` credits the material they were fitted on."""

    stereo: Weights
    mono: Weights
    licence: str


def from_json(data: dict[str, Any]) -> Weights:
    """Build weights from their stored form."""
    return Weights(
        point=tuple(data["point"]),
        frame=tuple(data["frame"]),
        hidden=np.asarray(data["hidden"], np.float32),
        hidden_bias=np.asarray(data["hidden_bias"], np.float32),
        output=np.asarray(data["output"], np.float32),
        direct=np.asarray(data["direct"], np.float32),
        bias=float(data["bias"]),
    )


def to_json(weights: Weights) -> dict[str, Any]:
    """Return the stored form, rounded to five digits."""
    return {
        "point": list(weights.point),
        "frame": list(weights.frame),
        **{
            name: np.round(getattr(weights, name).astype(float), 5).tolist()
            for name in ("hidden", "hidden_bias", "output", "direct")
        },
        "bias": round(weights.bias, 5),
    }


@cache
def shipped() -> WeightSets:
    """Load the sets that ship with the package."""
    data = stored()
    return WeightSets(from_json(data["stereo"]), from_json(data["mono"]), data["licence"])
