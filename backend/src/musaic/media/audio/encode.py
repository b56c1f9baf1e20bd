"""Writing audio: sinks fed block by block, and one-call transcoding."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, cast

import av
import numpy as np
import soundfile
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from musaic.media.audio.decode import decode
from musaic.media.audio.facts import probe
from musaic.media.audio.limits import DEFAULT_LIMITS, AudioLimits

Format = Literal["wav", "flac", "opus", "webm", "m4a"]
CONTENT_TYPES: Mapping[Format, str] = {
    "wav": "audio/wav",
    "flac": "audio/flac",
    "opus": "audio/ogg; codecs=opus",
    "webm": "audio/webm",
    "m4a": "audio/mp4",
}
OPUS_RATE = 48_000
OPUS_BIT_RATE = 128_000
AAC_BIT_RATE = 160_000
AAC_RATES = frozenset({8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000})
STEREO = 2
BLOCK_FRAMES = 65_536


def to_int16(block: NDArray[np.float32]) -> NDArray[np.int16]:
    """Round full-scale floats to 16 bits, without dither.

    Plain rounding on the 1/32768 grid returns 16-bit sources unchanged and keeps stems that sum to a
    mixture within one step of it; libsndfile's own conversion scales by 32767 and does neither.
    """
    steps: NDArray[np.int16] = np.clip(np.rint(block * np.float32(32768.0)), -32768, 32767).astype(np.int16)
    return steps


class _Sink:
    """Takes float32 blocks of shape (frames, channels), full scale 1.0, until closed.

    As a context manager it closes on leaving, also after an error; what it wrote is then incomplete and
    the caller's to delete. Closing twice is safe.
    """

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


class PcmSink(_Sink):
    """16-bit WAV or FLAC through libsndfile."""

    def __init__(self, path: Path, rate: int, channels: int, container: Literal["WAV", "FLAC"]) -> None:
        self._file = soundfile.SoundFile(
            path, "w", samplerate=rate, channels=channels, format=container, subtype="PCM_16"
        )

    def write(self, block: NDArray[np.float32]) -> None:
        """Append a block of shape (frames, channels)."""
        self._file.write(to_int16(block))

    def close(self) -> None:
        """Finish the file; safe to call twice."""
        self._file.close()


class FlacSink(PcmSink):
    """16-bit FLAC: the master of every stem."""

    def __init__(self, path: Path, rate: int, channels: int) -> None:
        super().__init__(path, rate, channels, "FLAC")


class WavSink(PcmSink):
    """16-bit WAV."""

    def __init__(self, path: Path, rate: int, channels: int) -> None:
        super().__init__(path, rate, channels, "WAV")


class CodecSink(_Sink):
    """A lossy encoder of PyAV behind a resampler that also cuts the encoder's frame size."""

    def __init__(
        self,
        path: Path,
        rate: int,
        channels: int,
        *,
        container: str,
        codec: str,
        bit_rate: int,
        codec_rate: int,
    ) -> None:
        layout = "stereo" if channels == STEREO else "mono"
        self._rate = rate
        self._layout = layout
        self._position = 0
        self._closed = False
        self._container = av.open(str(path), "w", format=container)
        stream = self._container.add_stream(codec, rate=codec_rate, layout=layout)
        self._stream = cast("AudioStream", stream)
        self._stream.bit_rate = bit_rate
        context = self._stream.codec_context
        context.open()
        self._resampler = av.AudioResampler(
            format=context.format, layout=layout, rate=codec_rate, frame_size=context.frame_size
        )

    def write(self, block: NDArray[np.float32]) -> None:
        """Append a block of shape (frames, channels)."""
        if not len(block):
            return
        packed = np.clip(np.ascontiguousarray(block, dtype=np.float32), -1, 1).reshape(1, -1)
        frame = AudioFrame.from_ndarray(packed, format="flt", layout=self._layout)
        frame.sample_rate = self._rate
        frame.time_base = Fraction(1, self._rate)
        frame.pts = self._position
        self._position += len(block)
        self._encode(frame)

    def _encode(self, frame: AudioFrame | None) -> None:
        for resampled in self._resampler.resample(frame):
            self._container.mux(self._stream.encode(resampled))

    def close(self) -> None:
        """Flush resampler and encoder and finish the file; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        try:
            if self._position:
                self._encode(None)
            self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()


class OpusSink(CodecSink):
    """Opus at 128 kbit/s, 48 kHz, in Ogg, or in WebM when the name ends so."""

    def __init__(self, path: Path, rate: int, channels: int) -> None:
        container = "webm" if path.suffix == ".webm" else "ogg"
        super().__init__(
            path,
            rate,
            channels,
            container=container,
            codec="libopus",
            bit_rate=OPUS_BIT_RATE,
            codec_rate=OPUS_RATE,
        )


class AacSink(CodecSink):
    """AAC-LC at 160 kbit/s in M4A, at the source's rate where AAC has it, else 48 kHz."""

    def __init__(self, path: Path, rate: int, channels: int) -> None:
        super().__init__(
            path,
            rate,
            channels,
            container="ipod",
            codec="aac",
            bit_rate=AAC_BIT_RATE,
            codec_rate=rate if rate in AAC_RATES else OPUS_RATE,
        )


SINKS: Mapping[Format, Callable[[Path, int, int], PcmSink | CodecSink]] = {
    "wav": WavSink,
    "flac": FlacSink,
    "opus": OpusSink,
    "webm": OpusSink,
    "m4a": AacSink,
}


def transcode(
    source: Path,
    target: Path,
    fmt: Format,
    *,
    limits: AudioLimits = DEFAULT_LIMITS,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Decode `source` in a child and write it as `fmt`; more than two channels become stereo.

    `check` is called between blocks of about 1.5 s and may raise to stop. On any error `target` is removed.
    Raises the errors of `decode`, and OSError when the disk is full.
    """
    channels = min(STEREO, probe(source, limits=limits).channels)
    try:
        with decode(source, rate=None, channels=channels, block_frames=BLOCK_FRAMES, limits=limits) as blocks:
            _pump(blocks, SINKS[fmt](target, blocks.rate, channels), check)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _pump(
    blocks: Iterable[NDArray[np.float32]], sink: PcmSink | CodecSink, check: Callable[[], None]
) -> None:
    with sink:
        for block in blocks:
            check()
            sink.write(block)
