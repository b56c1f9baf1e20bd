"""What the mask looks at: ten-odd local properties of every time-frequency point.

All maps have the shape (frames, bins). Everything is built from box means, so that a point depends on at
most `CONTEXT` frames to each side and blocks with that much context give the same result as the whole song.
Ratios only: the features of a song do not change with its level.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from musaic.studio.adapters.dsp.card import RATE

Map = NDArray[np.float32]
Spectrum = NDArray[np.complex64]

WINDOW = 4096
HOP = 1024
CONTEXT = 27
"""Frames of context on each side: the longest box reaches 21, frame features smooth by 4 more."""

TINY = np.float32(1e-6)
POWER_TINY = np.float32(1e-9)
BAND_CENTRES = 1000.0 * 2.0 ** np.arange(-4, 5)
BAND_SIGMA = 0.9
LOWEST_HZ = 30.0

VOICE_BINS = slice(19, 466)  # 200 Hz to 5 kHz: where a voice shows whether it is there
PITCH_BINS = 512
PITCH_LOW, PITCH_HIGH, PITCHES_PER_OCTAVE = 80.0, 1000.0, 36
HARMONICS = 12
PITCH_SHARPNESS = np.float32(14.0)
COMB_FADE_HZ = 3500.0

STEREO_POINT = ("cp", "cp8", "cs", "hs", "hl", "hw", "hs_moving", "lv", "cp4_hs_moving", "cp4_hs", "comb")
MONO_POINT = ("hs", "hl", "hw", "hs_moving", "lv", "comb")
STEREO_FRAME = ("frame_centre", "frame_hs", "frame_hl", "salience")
MONO_FRAME = ("frame_hs", "frame_hl", "salience")


@dataclass(frozen=True, slots=True)
class Features:
    """Features of some frames: `point` name -> (frames, bins), `frame` name -> (frames,)."""

    point: dict[str, Map]
    frame: dict[str, NDArray[np.float32]]


def box(values: Map, frames: int, bins: int) -> Map:
    """Box mean over `frames` x `bins` (odd), edges repeated."""
    result = values
    if frames > 1:
        result = uniform_filter1d(result, frames, axis=0, mode="nearest")
    if bins > 1:
        result = uniform_filter1d(result, bins, axis=1, mode="nearest")
    return result


@cache
def bands() -> NDArray[np.float32]:
    """Nine Gaussians over log frequency, shape (9, bins): a learned equaliser's handles."""
    hertz = np.maximum(np.fft.rfftfreq(WINDOW, 1 / RATE), LOWEST_HZ)
    octaves = np.log2(hertz[None, :] / BAND_CENTRES[:, None])
    shapes: Map = np.exp(-0.5 * (octaves / BAND_SIGMA) ** 2).astype(np.float32)
    return shapes


@cache
def pitch_grid() -> NDArray[np.float64]:
    """Candidate fundamental frequencies in Hz."""
    count = int(np.log2(PITCH_HIGH / PITCH_LOW) * PITCHES_PER_OCTAVE) + 1
    return PITCH_LOW * 2.0 ** (np.arange(count) / PITCHES_PER_OCTAVE)


@cache
def harmonic_sum() -> NDArray[np.float32]:
    """Matrix (PITCH_BINS, pitches): weighs harmonics against the gaps between them."""
    grid = pitch_grid()
    matrix = np.zeros((PITCH_BINS, len(grid)))
    for column, pitch in enumerate(grid):
        for harmonic in range(1, HARMONICS + 1):
            weight = harmonic**-0.5
            for place, share in ((harmonic, weight), (harmonic - 0.5, -0.7 * weight)):
                position = place * pitch * WINDOW / RATE
                low = int(position)
                if low + 1 >= PITCH_BINS:
                    continue
                matrix[low, column] += share * (low + 1 - position)
                matrix[low + 1, column] += share * (position - low)
    matrix /= np.abs(matrix).sum(axis=0, keepdims=True)
    single: Map = matrix.astype(np.float32)
    return single


@cache
def comb_table() -> NDArray[np.float32]:
    """Matrix (pitches, bins): 1 on the harmonics of a pitch, -1 between, fading where harmonics blur."""
    hertz = np.fft.rfftfreq(WINDOW, 1 / RATE)[None, :]
    grid = pitch_grid()[:, None]
    fade = np.exp(-((hertz / COMB_FADE_HZ) ** 2))
    table = np.cos(2 * np.pi * hertz / grid)
    single: Map = (np.where(hertz < grid / 2, -1, table) * fade).astype(np.float32)
    return single


def pitch_features(root: Map, centre: Map) -> tuple[Map, NDArray[np.float32]]:
    """Comb of the predominant centred pitch, (frames, bins), and its salience, (frames,).

    The choice among pitches is a softmax: a hard one would flip on rounding and make blocks disagree.
    """
    low = root[:, :PITCH_BINS] * centre[:, :PITCH_BINS]
    low = np.asarray(low / (box(root[:, :PITCH_BINS], 1, 41) + TINY), np.float32)
    np.minimum(low, np.float32(4.0), out=low)
    matched: Map = np.asarray(low @ harmonic_sum(), np.float32)
    salience = box(matched, 5, 1)
    peak = salience.max(axis=1, keepdims=True)
    chosen = np.exp(PITCH_SHARPNESS * (salience - peak) / (np.abs(peak) + np.float32(0.02)))
    chosen /= chosen.sum(axis=1, keepdims=True)
    return chosen @ comb_table(), peak[:, 0]


def frame_mean(values: Map, root: Map) -> NDArray[np.float32]:
    """Mean over the voice's range weighted by root magnitude, smoothed over nine frames, (frames,)."""
    weight = root[:, VOICE_BINS]
    top = (values[:, VOICE_BINS] * weight).sum(axis=1)
    bottom = weight.sum(axis=1) + TINY
    smooth: NDArray[np.float32] = uniform_filter1d(top, 9, mode="nearest") / uniform_filter1d(
        bottom, 9, mode="nearest"
    )
    return smooth


def centre_similarity(left: Spectrum, right: Spectrum, power: Map) -> Map:
    """How equal both channels are around each point: 1 centred, 0 one-sided, unrelated or opposed."""
    cross = left.real * right.real
    cross += left.imag * right.imag
    similarity = 2 * box(cross, 3, 3) / (box(power, 3, 3) + POWER_TINY)
    return np.clip(similarity, 0, 1, out=similarity)


def features(left: Spectrum, right: Spectrum, *, stereo: bool) -> Features:
    """Features of spectra of shape (frames, bins); a mono set leaves out all that compares channels."""
    power = left.real**2
    power += left.imag**2
    power += right.real**2
    power += right.imag**2
    root = np.sqrt(np.sqrt(power * np.float32(0.5)))
    harmonic = box(root, 17, 1)
    hs = harmonic / (harmonic + box(root, 1, 17) + TINY)
    hl = root / (root + box(root, 43, 1) + TINY)
    moving = hs * (1 - hl)
    around = box(root, 21, 41)
    point = {
        "hs": hs,
        "hl": hl,
        "hw": root / (root + box(root, 1, 61) + TINY),
        "hs_moving": moving,
        "lv": np.log10((root + TINY) / (around + TINY)),
    }
    frame = {"frame_hs": frame_mean(hs, root), "frame_hl": frame_mean(hl, root)}
    if not stereo:
        point["comb"], frame["salience"] = pitch_features(root, np.ones_like(root))
        return Features(point, frame)
    cp = centre_similarity(left, right, power)
    cp4 = np.square(np.square(cp))
    point |= {
        "cp": cp,
        "cp8": np.square(cp4),
        "cs": box(cp, 5, 9),
        "cp4_hs_moving": cp4 * moving,
        "cp4_hs": cp4 * hs,
    }
    frame["frame_centre"] = frame_mean(cp4, root)
    point["comb"], frame["salience"] = pitch_features(root, cp)
    return Features(point, frame)
