"""The real speech beside the repository: where each clip lies and what is said in it."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample_poly

from musaic.transcripts.recording import SAMPLE_RATE, ArrayRecording

CLASSES = {
    "commands": ("cards_001", "cards_005", "goforward"),
    "read sentences": ("librivox_0870", "librivox_0890", "LJ050-0131", "libri_1995-1837-0001"),
    "public address": ("jfk",),
}


@dataclass(frozen=True)
class Clip:
    """One clip; `transcript` is None where nobody wrote it down."""

    path: Path
    language: str
    transcript: str | None

    def recording(self) -> ArrayRecording:
        """Return the clip as engines read it."""
        samples, rate = soundfile.read(self.path, dtype="float32", always_2d=True)
        divisor = np.gcd(rate, SAMPLE_RATE)
        mono = resample_poly(samples.mean(axis=1), SAMPLE_RATE // divisor, rate // divisor)
        return ArrayRecording(mono.astype(np.float32))


def clips(shared_data: Path) -> dict[str, Clip]:
    """Return id → clip for every clip in the manifest."""
    folder = shared_data / "speech"
    return {
        entry["id"]: Clip(folder / entry["file"], entry["language"], entry["transcript"])
        for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    }
