"""The short-time transform in blocks: independent pieces of a song, overlapped and added in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.signal import lfilter

from musaic.studio.adapters.dsp.card import RATE
from musaic.studio.adapters.dsp.features import CONTEXT, HOP, WINDOW, Map, Spectrum, features
from musaic.studio.adapters.dsp.mask import voice_mask
from musaic.studio.adapters.dsp.weights import WeightSets

Audio = NDArray[np.float32]

OVERLAP = WINDOW - HOP
ROOT_HANN = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)
SYNTHESIS = (ROOT_HANN * np.float32(2 * HOP / WINDOW)).astype(np.float32)
HIGHEST = np.float32(1 - 2.0**-15)

MONO_BELOW, STEREO_ABOVE = 3e-4, 3e-3
"""Share of the side channel in the energy of the last seconds, about -35 and -25 dB."""
WIDTH_SECONDS = 10.0
QUIET = 1e-7


@dataclass(frozen=True, slots=True)
class Piece:
    """Some frames of a song with what is needed to separate them on their own.

    `audio` (samples, 2) covers `lead` frames of context, the `frames` themselves and the context behind;
    `width` (lead + frames + rest,) is 0 where the song is mono, 1 where it is stereo.
    """

    audio: Audio
    lead: int
    frames: int
    width: NDArray[np.float32]


class WidthMeter:
    """Follows how stereo a song is, hop by hop, over its last ten seconds.

    It remembers: a bare voice between two choruses of a wide song stays "stereo", where a purely local
    measure would mistake it for a mono recording. Depends on the samples only, never on block borders.
    """

    def __init__(self) -> None:
        self._decay = float(np.exp(-HOP / (RATE * WIDTH_SECONDS)))
        self._state = np.zeros((2, 1))

    def __call__(self, hops: Audio) -> NDArray[np.float32]:
        """Width 0..1 for each of (count, HOP, 2)."""
        left, right = hops[..., 0].astype(np.float64), hops[..., 1].astype(np.float64)
        energy = np.stack([((left - right) ** 2).sum(axis=1), ((left + right) ** 2).sum(axis=1)])
        smooth, self._state = lfilter([1.0], [1.0, -self._decay], energy, axis=1, zi=self._state)
        # Silence counts as stereo: the first frames of a song lie before its first sound.
        share = (smooth[0] + QUIET) / (smooth[0] + smooth[1] + QUIET)
        span = np.log(STEREO_ABOVE / MONO_BELOW)
        width: NDArray[np.float32] = np.clip(np.log(share / MONO_BELOW) / span, 0, 1).astype(np.float32)
        return width


class Framer:
    """Cuts blocks of any size into pieces of `block` frames with context.

    Frame 0 starts `OVERLAP` samples before the song, so that every sample lies under four windows.
    """

    def __init__(self, block: int) -> None:
        self._block = block
        self._held = np.zeros((OVERLAP, 2), np.float32)
        self._width = np.zeros(0, np.float32)
        self._meter = WidthMeter()
        self._lead = 0
        self._done = 0
        self.samples = 0

    def pieces(self, source: Iterable[Audio]) -> Iterator[Piece]:
        """Yield the pieces of a whole song; an empty one has none."""
        waiting: list[Audio] = []
        gathered = 0
        for block in source:
            stereo = as_stereo(block)
            self.samples += len(stereo)
            waiting.append(stereo)
            gathered += len(stereo)
            # Joined only when a piece may be complete: small blocks would copy the buffer each time.
            if len(self._held) + gathered >= self._enough():
                self._held = np.concatenate([self._held, *waiting])
                waiting, gathered = [], 0
                yield from self._complete()
        if self.samples == 0:
            return
        total = -(-(self.samples + OVERLAP) // HOP)
        # Exactly as many frames as the song has: one more would be context here and an edge elsewhere.
        padding = np.zeros((total * HOP - self.samples, 2), np.float32)
        self._held = np.concatenate([self._held, *waiting, padding])
        yield from self._complete()
        left = total - self._done
        yield self._cut(left, left)

    def _enough(self) -> int:
        return (self._lead + self._block + CONTEXT - 1) * HOP + WINDOW

    def _complete(self) -> Iterator[Piece]:
        while len(self._held) >= self._enough():
            yield self._cut(self._block, self._block + CONTEXT)

    def _cut(self, frames: int, ahead: int) -> Piece:
        span = self._lead + ahead
        known = len(self._width)
        fresh = self._held[known * HOP : span * HOP].reshape(-1, HOP, 2)
        self._width = np.concatenate([self._width, self._meter(fresh)])
        piece = Piece(self._held[: (span - 1) * HOP + WINDOW], self._lead, frames, self._width[:span])
        keep = min(CONTEXT, self._lead + frames)
        drop = self._lead + frames - keep
        self._held = self._held[drop * HOP :]
        self._width = self._width[drop:]
        self._lead = keep
        self._done += frames
        return piece


def as_stereo(block: Audio) -> Audio:
    """Return the block as float32 with two channels; more than two are refused."""
    shaped = np.asarray(block, np.float32).reshape(len(block), -1)
    if shaped.shape[1] == 1:
        return np.repeat(shaped, 2, axis=1)
    if shaped.shape[1] != 2:  # noqa: PLR2004 - two channels are what stereo means
        message = "separation takes one or two channels"
        raise ValueError(message)
    return shaped


def spectra(audio: Audio) -> tuple[Spectrum, Spectrum]:
    """Spectra of all whole windows of (samples, 2), each (frames, bins)."""
    left, right = (
        fft.rfft(
            np.lib.stride_tricks.sliding_window_view(np.ascontiguousarray(audio[:, channel]), WINDOW)[::HOP]
            * ROOT_HANN
        )
        for channel in (0, 1)
    )
    return left, right


def blended_mask(left: Spectrum, right: Spectrum, piece: Piece, sets: WeightSets) -> Map:
    """Mask of a piece's own frames: by the stereo weights where it is wide, by the mono ones where not."""
    own = slice(piece.lead, piece.lead + piece.frames)
    width = piece.width[own]
    if width.min() >= 1:
        return voice_mask(features(left, right, stereo=True), sets.stereo, own)
    mono = voice_mask(features(left, right, stereo=False), sets.mono, own)
    if width.max() <= 0:
        return mono
    share = width[:, None]
    wide = voice_mask(features(left, right, stereo=True), sets.stereo, own)
    return share * wide + (1 - share) * mono


def voice_of(piece: Piece, sets: WeightSets) -> Audio:
    """Voice of a piece, ((frames - 1) * HOP + WINDOW, 2): its share of an overlap-add over the song."""
    left, right = spectra(piece.audio)
    own = slice(piece.lead, piece.lead + piece.frames)
    mask = blended_mask(left, right, piece, sets)
    voice = np.zeros((2, (piece.frames + WINDOW // HOP - 1) * HOP), np.float32)
    for channel, spectrum in enumerate((left[own], right[own])):
        waves = fft.irfft(mask * spectrum, WINDOW)
        waves *= SYNTHESIS
        for part in range(WINDOW // HOP):
            place = voice[channel, part * HOP : (part + piece.frames) * HOP].reshape(piece.frames, HOP)
            place += waves[:, part * HOP : (part + 1) * HOP]
    return np.ascontiguousarray(voice.T)


def within_range(voice: Audio, mixture: Audio) -> Audio:
    """Limit the voice so that neither stem leaves full scale: clipped stems would not sum."""
    low = np.maximum(mixture - HIGHEST, np.float32(-1))
    high = np.minimum(mixture + np.float32(1), HIGHEST)
    limited: Audio = np.clip(voice, low, high)
    return limited
