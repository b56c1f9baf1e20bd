"""What the embedded engine says about itself, without loading any of its mathematics."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

from musaic.studio.ports import EngineInfo

RATE: Final = 44_100
"""Sample rate in Hz at which the engine works."""


@cache
def stored() -> dict[str, Any]:
    """Return the file with the fitted numbers that ships with the package."""
    text = files("musaic.studio.adapters.dsp").joinpath("weights.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def describe() -> EngineInfo:
    """Describe the engine; it is always available."""
    return EngineInfo(
        name="dsp",
        title="Quick preview separation (built in)",
        available=True,
        reason=None,
        stems=("vocals", "accompaniment"),
        licence=stored()["licence"],
        quality="preview",
        seconds_per_minute=1.0,
        rate=RATE,
    )
