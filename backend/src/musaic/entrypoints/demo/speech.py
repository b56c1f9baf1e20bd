"""A speaking voice made of formants: robotic, but free, and enough to show reading along.

Each phone is a steady set of formants, voiced or hissing, with glides between neighbours. Recognisers
do badly on such voices, and the demo says so.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import lfilter

RATE = 16_000
FRAME_S = 0.005
_WIDTHS = (70.0, 100.0, 140.0)
Signal = NDArray[np.float64]


@dataclass(frozen=True)
class Phone:
    """Formants in Hz, voicing and hiss in 0..1, usual length in ms."""

    formants: tuple[float, float, float]
    voice: float
    hiss: float
    ms: int


_PHONES = {
    "AH": Phone((620, 1220, 2550), 1, 0, 90),
    "AA": Phone((730, 1090, 2440), 1, 0, 130),
    "EH": Phone((530, 1840, 2480), 1, 0, 110),
    "IH": Phone((390, 1990, 2550), 1, 0, 80),
    "IY": Phone((270, 2290, 3010), 1, 0, 130),
    "UW": Phone((300, 870, 2240), 1, 0, 120),
    "AO": Phone((570, 840, 2410), 1, 0, 130),
    "OW": Phone((450, 900, 2350), 1, 0, 150),
    "AY": Phone((660, 1500, 2500), 1, 0, 170),
    "EY": Phone((440, 2050, 2600), 1, 0, 150),
    "L": Phone((360, 1050, 2700), 0.8, 0, 70),
    "R": Phone((330, 1060, 1380), 0.8, 0, 80),
    "W": Phone((290, 610, 2150), 0.8, 0, 70),
    "Y": Phone((260, 2070, 3020), 0.8, 0, 60),
    "M": Phone((250, 1000, 2200), 0.5, 0, 80),
    "N": Phone((250, 1500, 2400), 0.5, 0, 75),
    "NG": Phone((250, 2000, 2700), 0.5, 0, 80),
    "Z": Phone((240, 1800, 3800), 0.3, 0.5, 90),
    "S": Phone((320, 1800, 4500), 0, 0.8, 110),
    "SH": Phone((300, 2000, 2700), 0, 0.8, 110),
    "F": Phone((340, 1100, 4000), 0, 0.35, 90),
    "V": Phone((220, 1100, 2080), 0.5, 0.2, 70),
    "TH": Phone((320, 1290, 3200), 0, 0.3, 80),
    "DH": Phone((270, 1290, 2540), 0.5, 0.1, 50),
    "HH": Phone((500, 1500, 2500), 0, 0.35, 60),
    "T": Phone((400, 1800, 3600), 0, 0.9, 35),
    "K": Phone((350, 1900, 2600), 0, 0.8, 40),
    "P": Phone((350, 1000, 2300), 0, 0.7, 35),
    "D": Phone((300, 1700, 2600), 0.4, 0.5, 40),
    "G": Phone((250, 1900, 2500), 0.4, 0.5, 45),
    "B": Phone((250, 1000, 2300), 0.4, 0.4, 40),
    "-": Phone((400, 1400, 2500), 0, 0, 45),
    ".": Phone((400, 1400, 2500), 0, 0, 420),
}
# "Hello. This is Musaic. Your music, your words, in one place. One two three four five six."
TEXT = (
    "HH EH L OW . DH IH S - IH Z - M Y UW Z EY IH - K . "
    "Y AO R - M Y UW Z IH - K . Y AO R - W R - D Z . IH N - W AH N - P L EY S . "
    "W AH N . T UW . TH R IY . F AO R . F AY V . S IH - K S ."
)


def write_speech(path: Path) -> None:
    """Write about ten seconds of speech as 16-bit mono FLAC at 16 kHz."""
    soundfile.write(path, speak(TEXT.split()), RATE, format="FLAC", subtype="PCM_16")


def speak(phones: list[str]) -> Signal:
    """Return the sound of ``phones``, peak 0.7."""
    lengths = [max(2, round(_PHONES[name].ms / 1000 / FRAME_S)) for name in phones]
    track = np.repeat(
        np.array([(*_PHONES[name].formants, _PHONES[name].voice, _PHONES[name].hiss) for name in phones]),
        lengths,
        axis=0,
    )
    track = _glide(track)
    samples = round(FRAME_S * RATE)
    pitch = _pitch(len(track))
    phase = np.cumsum(np.repeat(pitch, samples)) / RATE
    pulses = np.where(np.diff(np.floor(phase), prepend=0) > 0, 1.0, 0.0)
    glottis = lfilter([1.0], [1, -1.84, 0.846], pulses)
    noise = np.random.default_rng(5).standard_normal(len(glottis)) * 0.25
    voice, hiss = (np.repeat(track[:, column], samples) for column in (3, 4))
    out = _resonate(voice * glottis * 0.2 + hiss * noise, track[:, :3], samples)
    return np.asarray(0.7 * out / np.abs(out).max())


def _glide(track: Signal) -> Signal:
    """Smooth every parameter over 35 ms, as a tongue would."""
    kernel = np.hanning(9)[1:-1]
    kernel /= kernel.sum()
    padded = np.pad(track, ((3, 3), (0, 0)), mode="edge")
    return np.stack([np.convolve(padded[:, i], kernel, "valid") for i in range(track.shape[1])], axis=1)


def _pitch(frames: int) -> Signal:
    time = np.arange(frames) * FRAME_S
    return np.asarray(118 + 14 * np.sin(2 * np.pi * 0.7 * time) - 1.5 * time)


def _resonate(source: Signal, formants: Signal, samples: int) -> Signal:
    """Filter each frame through its three resonators in cascade, carrying their memory on."""
    out = np.empty_like(source)
    memory = [np.zeros(2) for _ in _WIDTHS]
    for frame, centres in enumerate(formants):
        part = source[frame * samples : (frame + 1) * samples]
        for index, (centre, width) in enumerate(zip(centres, _WIDTHS, strict=True)):
            radius = np.exp(-np.pi * width / RATE)
            poles = np.array([1, -2 * radius * np.cos(2 * np.pi * centre / RATE), radius**2])
            part, memory[index] = lfilter([poles.sum()], poles, part, zi=memory[index])
        out[frame * samples : (frame + 1) * samples] = part
    return out
