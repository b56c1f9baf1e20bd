"""Generated accompaniments: chords, bass and drums in six styles, stereo, 44.1 kHz float32."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

RATE = 44_100
Audio = NDArray[np.float32]
Rng = np.random.Generator

MINOR, MAJOR = (0, 3, 7), (0, 4, 7)
PROGRESSIONS = (
    ((0, MAJOR), (7, MAJOR), (9, MINOR), (5, MAJOR)),
    ((9, MINOR), (5, MAJOR), (0, MAJOR), (7, MAJOR)),
    ((0, MINOR), (8, MAJOR), (3, MAJOR), (10, MAJOR)),
    ((2, MINOR), (7, MAJOR), (0, MAJOR), (9, MINOR)),
    ((0, MINOR), (5, MINOR), (7, MINOR), (0, MINOR)),
)


def hertz(note: float) -> float:
    """Frequency of a MIDI note."""
    return float(440.0 * 2 ** ((note - 69) / 12))


def band(x: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Band-pass of second order."""
    edges = [max(20.0, low), min(high, 0.49 * RATE)]
    filtered: NDArray[np.float64] = sosfilt(butter(2, edges, "bandpass", fs=RATE, output="sos"), x)
    return filtered


def reverb(x: Audio, rng: Rng, seconds: float, wet: float) -> Audio:
    """Diffuse stereo reverberation: decaying noise, darker with time."""
    count = int(seconds * RATE)
    decay = np.exp(-6.9 * np.arange(count) / count)
    wets = []
    for channel in (0, 1):
        noise = band(rng.standard_normal(count), 150, 6500) * decay
        wets.append(fftconvolve(x[:, channel], noise / np.sqrt((noise**2).sum()))[: len(x)])
    return (x + wet * np.stack(wets, axis=1)).astype(np.float32)


def tone(
    pitch: float, seconds: float, rng: Rng, partials: NDArray[np.float64], decay: float, attack: float
) -> NDArray[np.float64]:
    """Additive tone; `decay` per second for the first partial (0: sustained), higher ones die faster."""
    t = np.arange(int(seconds * RATE)) / RATE
    result = np.zeros_like(t)
    for index, amplitude in enumerate(partials, 1):
        frequency = pitch * index * np.sqrt(1 + 2e-4 * index**2 * (decay > 0))
        if frequency > 0.45 * RATE:
            break
        envelope = np.exp(-decay * (0.6 + 0.4 * index) * t) if decay else 1.0
        result += amplitude * envelope * np.sin(2 * np.pi * frequency * t + rng.uniform(0, 6.28))
    fade = np.minimum(1, t / attack) * np.minimum(1, (t[-1] - t) / 0.02 + 1e-3)
    return result * fade


def spectrum(count: int, slope: float, *, odd: bool = False) -> NDArray[np.float64]:
    """Amplitudes of partials falling with `slope`; `odd` leaves out even ones."""
    index = np.arange(1, count + 1)
    amplitudes = index**-slope
    return np.where(odd & (index % 2 == 0), 0.1 * amplitudes, amplitudes)


def place(mix: Audio, sound: NDArray[np.float64], at: float, gain: float, pan: float) -> None:
    """Add a mono sound at `at` seconds, constant-power pan -1..1."""
    start = int(at * RATE)
    sound = sound[: max(0, len(mix) - start)]
    angle = (pan + 1) * np.pi / 4
    mix[start : start + len(sound), 0] += (gain * np.cos(angle) * sound).astype(np.float32)
    mix[start : start + len(sound), 1] += (gain * np.sin(angle) * sound).astype(np.float32)


def kick(rng: Rng) -> NDArray[np.float64]:
    """Falling sine with a click."""
    t = np.arange(int(0.3 * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(45 + rng.uniform(60, 140) * np.exp(-t * 35)) / RATE
    return np.sin(phase) * np.exp(-t * 11) + 0.2 * rng.standard_normal(len(t)) * np.exp(-t * 250)


def snare(rng: Rng) -> NDArray[np.float64]:
    """Noise with a short tone."""
    t = np.arange(int(0.25 * RATE)) / RATE
    noise = band(rng.standard_normal(len(t)), 600, 9000) * np.exp(-t * rng.uniform(14, 26))
    return noise + 0.5 * np.sin(2 * np.pi * rng.uniform(170, 230) * t) * np.exp(-t * 28)


def hat(rng: Rng, decay: float) -> NDArray[np.float64]:
    """High noise."""
    t = np.arange(int(0.35 * RATE)) / RATE
    return band(rng.standard_normal(len(t)), 6000, 16000) * np.exp(-t * decay)


def drums(mix: Audio, beat: float, rng: Rng, pattern: str) -> None:
    """Kick, snare and hats through the whole clip: `rock`, `house`, `soft` or `none`."""
    if pattern == "none":
        return
    level = 0.35 if pattern == "soft" else 0.7
    boom, crack = kick(rng), snare(rng)
    for step in range(int(len(mix) / RATE / beat * 2) + 1):
        at = step * beat / 2
        place(mix, hat(rng, 60 if step % 4 else 18), at, 0.35 * level * rng.uniform(0.6, 1), 0.3)
        if (pattern == "house" and step % 2 == 0) or step % 8 in {0, 5}:
            place(mix, boom, at, level, 0)
        if step % 4 == 2:  # noqa: PLR2004 - the backbeat
            place(mix, crack, at, 0.6 * level, 0.05)


@dataclass(frozen=True, slots=True)
class Song:
    """What every part needs to know of a clip."""

    seconds: float
    beat: float
    root: int
    chords: tuple[tuple[int, tuple[int, ...]], ...]

    def bars(self) -> list[tuple[float, int, tuple[int, ...]]]:
        """(start in seconds, root note, triad) of every bar of four beats."""
        count = int(self.seconds / (4 * self.beat)) + 1
        return [
            (
                index * 4 * self.beat,
                self.root + self.chords[index % len(self.chords)][0],
                self.chords[index % len(self.chords)][1],
            )
            for index in range(count)
        ]


def bass(mix: Audio, song: Song, rng: Rng, slope: float) -> None:
    """Centred bass on the beats."""
    for at, root, _ in song.bars():
        for step in range(4):
            if rng.random() < 0.85:  # noqa: PLR2004 - a player leaves some out
                note = root - 24 + (12 if root < 55 else 0) + rng.choice([0, 0, 0, 7])  # noqa: PLR2004
                sound = tone(hertz(note), song.beat * 0.9, rng, spectrum(14, slope), 1.5, 0.005)
                place(mix, sound, at + step * song.beat, 0.35, 0)


def arpeggio(mix: Audio, song: Song, rng: Rng, timbre: tuple[int, float, float], pan: float) -> None:
    """Broken chords in eighths; `timbre` is (partials, slope, decay)."""
    count, slope, decay = timbre
    for at, root, triad in song.bars():
        for step in range(8):
            note = root + triad[step % 3] + 12 * int(rng.integers(0, 2))
            sound = tone(hertz(note), song.beat * 1.5, rng, spectrum(count, slope), decay, 0.004)
            place(mix, sound, at + step * song.beat / 2, 0.16 * rng.uniform(0.6, 1), pan)


def pad(mix: Audio, song: Song, rng: Rng, timbre: tuple[int, float, bool], attack: float) -> None:
    """Held chords, each note detuned left against right; `timbre` is (partials, slope, odd only)."""
    count, slope, odd = timbre
    for at, root, triad in song.bars():
        for offset in triad:
            for side in (-1, 1):
                pitch = hertz(root + offset) * 2 ** (side * rng.uniform(0, 6) / 1200)
                sound = tone(pitch, 4 * song.beat, rng, spectrum(count, slope, odd=odd), 0, attack)
                place(mix, sound, at, 0.07, side * rng.uniform(0.2, 0.9))


def stabs(mix: Audio, song: Song, rng: Rng) -> None:
    """Short brass-like chords off the beat, some centred, with a swell of brightness."""
    pan = float(rng.choice([-0.5, 0, 0.4]))
    for at, root, triad in song.bars():
        for step in rng.choice(8, 4, replace=False):
            for offset in triad:
                sound = tone(hertz(root + offset + 12), song.beat * 0.45, rng, spectrum(18, 0.9), 0, 0.03)
                place(mix, sound, at + step * song.beat / 2, 0.07, pan)


def distorted(mix: Audio, song: Song, rng: Rng) -> None:
    """Power chords through a clipper, two takes left and right."""
    for side in (-0.8, 0.8):
        layer = np.zeros((len(mix), 2), np.float32)
        for at, root, _ in song.bars():
            for step in range(8):
                for offset in (0, 7, 12):
                    pitch = hertz(root - 12 + offset) * 2 ** (rng.uniform(-4, 4) / 1200)
                    sound = tone(pitch, song.beat * 0.5, rng, spectrum(20, 0.8), 1.0, 0.004)
                    place(layer, sound, at + step * song.beat / 2, 0.5, 0)
        amplified = band(np.tanh(5 * layer[:, 0].astype(np.float64)), 90, 5000)
        place(mix, amplified, 0, 0.16, side)


def lead(mix: Audio, song: Song, rng: Rng) -> None:
    """Play a monophonic synth or flute line near the centre: the hardest neighbour of a voice."""
    pan, slope = rng.uniform(-0.4, 0.4), rng.uniform(0.9, 2.2)
    for at, root, triad in song.bars():
        for step in range(4):
            if rng.random() < 0.6:  # noqa: PLR2004
                note = root + 12 + triad[int(rng.integers(0, 3))]
                sound = tone(
                    hertz(note), song.beat * rng.uniform(0.4, 1), rng, spectrum(16, slope), 0.3, 0.02
                )
                place(mix, sound, at + step * song.beat, 0.13, pan)


def _acoustic(mix: Audio, song: Song, rng: Rng) -> None:
    arpeggio(mix, song, rng, (22, 1.1, 3.0), rng.uniform(-0.8, -0.2))
    arpeggio(mix, song, rng, (16, 1.4, 4.0), rng.uniform(0.1, 0.8))
    bass(mix, song, rng, 1.8)
    drums(mix, song.beat, rng, str(rng.choice(["soft", "none"])))


def _organ(mix: Audio, song: Song, rng: Rng) -> None:
    pad(mix, song, rng, (8, 0.9, bool(rng.integers(0, 2))), 0.02)
    bass(mix, song, rng, 1.5)
    drums(mix, song.beat, rng, "soft")


def _electronic(mix: Audio, song: Song, rng: Rng) -> None:
    arpeggio(mix, song, rng, (30, 1.0, 5.0), rng.uniform(-0.6, 0.6))
    pad(mix, song, rng, (24, 1.2, False), 0.3)
    bass(mix, song, rng, 1.0)
    drums(mix, song.beat, rng, "house")


def _rock(mix: Audio, song: Song, rng: Rng) -> None:
    distorted(mix, song, rng)
    bass(mix, song, rng, 1.2)
    drums(mix, song.beat, rng, "rock")


def _brass(mix: Audio, song: Song, rng: Rng) -> None:
    stabs(mix, song, rng)
    arpeggio(mix, song, rng, (20, 0.7, 9.0), rng.uniform(-0.7, 0.7))
    bass(mix, song, rng, 1.3)
    lead(mix, song, rng)
    drums(mix, song.beat, rng, "rock")


def _piano(mix: Audio, song: Song, rng: Rng) -> None:
    for pan in (-0.35, 0.35):
        arpeggio(mix, song, rng, (18, 1.5, 1.6), pan)
    pad(mix, song, rng, (12, 1.6, False), 0.5)
    bass(mix, song, rng, 1.9)
    drums(mix, song.beat, rng, "soft")


STYLES: dict[str, Callable[[Audio, Song, Rng], None]] = {
    "acoustic": _acoustic,
    "organ": _organ,
    "electronic": _electronic,
    "rock": _rock,
    "brass": _brass,
    "piano": _piano,
}


def accompaniment(style: str, seconds: float, rng: Rng) -> Audio:
    """Generate a clip of one style, (samples, 2), RMS 0.1."""
    song = Song(
        seconds,
        60 / rng.uniform(72, 150),
        int(rng.integers(48, 60)),
        PROGRESSIONS[int(rng.integers(len(PROGRESSIONS)))],
    )
    mix = np.zeros((int(seconds * RATE), 2), np.float32)
    STYLES[style](mix, song, rng)
    mix = reverb(mix, rng, rng.uniform(0.3, 1.5), rng.uniform(0.05, 0.25))
    return (mix * (0.1 / np.sqrt((mix**2).mean()))).astype(np.float32)
