"""The process that touches foreign bytes: opens one file from descriptor 0, streams PCM to descriptor 1.

Run as `python -m musaic.media.audio.decode_child '<json request>'` by `child.py` only. It starts without
environment, without inherited descriptors, limits itself before the first foreign byte is read, and imports
nothing heavier than PyAV. The file arrives as an open descriptor, so that no protocol that
could open another file or the network is allowed at all.

Output is a sequence of messages: one type byte, four bytes of length (little endian), payload.
`H` header (JSON), `P` interleaved float32 PCM, `E` error (JSON with `code`), `Z` end (JSON).
"""

import json
import os
import resource
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from musaic.media.audio.refusals import Refusal

if TYPE_CHECKING:
    import av
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

DEMUXERS = "wav,flac,mp3,mov,ogg,aac,matroska"
CODECS = (
    "flac,mp3,mp3float,mp2,mp2float,aac,aac_fixed,aac_latm,vorbis,opus,libopus,libvorbis,alac,ac3,eac3,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_u8,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,"
    "pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav"
)
# Containers whose header gives no exact length: their packets are counted instead.
COUNTED = frozenset({"mp3", "aac"})
MICROSECONDS = 1_000_000
# A few broken packets are skipped as players do; this share of them means that the file is no music.
MAX_BROKEN_SHARE = 0.5
MIN_PACKETS_TO_JUDGE = 64
DOWNMIX_GAIN = 1 / (1 + 2**0.5)
STEREO = 2


class RefusedError(Exception):
    """Ends the child with a code that the parent turns into a named error."""

    def __init__(self, code: Refusal, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def send(kind: bytes, payload: "bytes | memoryview") -> None:
    """Write one message completely; the parent's closed pipe ends the process."""
    head = struct.pack("<cI", kind, len(payload))
    for part in (memoryview(head), memoryview(payload)):
        rest = part
        while rest:
            rest = rest[os.write(1, rest) :]


def restrict(request: dict[str, Any]) -> None:
    """Give up memory, processor time, file growth and descriptors beyond the request's limits."""
    cpu = int(request["cpu_seconds"])
    for what, limit in (
        (resource.RLIMIT_AS, int(request["memory_bytes"])),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(what, (limit, limit))


def open_input() -> "InputContainer":
    """Open descriptor 0 from its beginning, content sniffed, allow-lists for everything."""
    import av  # noqa: PLC0415 - after the limits are set

    os.lseek(0, 0, os.SEEK_SET)
    options = {"fd": "0", "protocol_whitelist": "fd", "format_whitelist": DEMUXERS, "codec_whitelist": CODECS}
    try:
        return av.open("fd:", options=options)
    except MemoryError:
        raise
    except av.FFmpegError as error:
        raise RefusedError(Refusal.NOT_AUDIO) from error


def first_audio(container: "InputContainer") -> "AudioStream":
    """Find the first audio stream, with a codec that we know; others are never decoded."""
    if not container.streams.audio:
        raise RefusedError(Refusal.NO_AUDIO_STREAM)
    stream = container.streams.audio[0]
    # A codec outside the build is unknown to PyAV (no context), one outside our list is ours to refuse.
    context = stream.codec_context
    if context is None or context.codec.name not in CODECS.split(","):
        raise RefusedError(Refusal.UNSUPPORTED_CODEC)
    context.thread_count = 1
    return stream


def counted_seconds(container: "InputContainer", stream: "AudioStream", stop_at: float) -> float:
    """Length by adding up packet durations, without decoding; stops early beyond `stop_at`."""
    base = float(stream.time_base or 0)
    ticks = 0
    for packet in container.demux(stream):
        ticks += packet.duration or 0
        if ticks * base > stop_at:
            break
    return ticks * base


def header_seconds(container: "InputContainer", stream: "AudioStream") -> float:
    """Length as the header claims it; 0 when unknown."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / MICROSECONDS


def clamp_to_size(seconds: float, stream: "AudioStream") -> float:
    """Uncompressed audio cannot last longer than its bytes: a lying header is cut to the truth."""
    codec = stream.codec_context
    if not codec.name.startswith("pcm_"):
        return seconds
    width = codec.format.bytes if codec.name not in {"pcm_alaw", "pcm_mulaw", "pcm_u8"} else 1
    if codec.name.startswith("pcm_s24"):
        width = 3
    return min(seconds, os.fstat(0).st_size / max(1, width * codec.channels * codec.sample_rate))


def check_header(facts: dict[str, Any], request: dict[str, Any]) -> None:
    """Refuse by the header alone, before anything is decoded."""
    rate, channels, seconds = facts["sample_rate"], facts["channels"], facts["duration_ms"] / 1000
    if not request["min_rate"] <= rate <= request["max_rate"]:
        raise RefusedError(Refusal.RATE, str(rate))
    if not 1 <= channels <= request["max_channels"]:
        raise RefusedError(Refusal.CHANNELS, str(channels))
    if seconds > request["max_seconds"] or seconds * rate * channels > request["max_samples"]:
        raise RefusedError(Refusal.TOO_LONG)


def read_facts(request: dict[str, Any]) -> dict[str, Any]:
    """Facts of the first audio stream, within the limits of the request."""
    with open_input() as container:
        stream = first_audio(container)
        codec = stream.codec_context
        facts: dict[str, Any] = {
            "container": container.format.name.split(",")[0],
            "codec": codec.codec.canonical_name,
            "duration_ms": 0,
            "sample_rate": codec.sample_rate or 0,
            "channels": codec.channels or 0,
            "bit_rate": stream.bit_rate or container.bit_rate or 0,
        }
        check_header(facts, request)
        seconds = header_seconds(container, stream)
        if facts["container"] in COUNTED or seconds <= 0:
            seconds = counted_seconds(container, stream, request["max_seconds"]) or seconds
        facts["duration_ms"] = round(1000 * clamp_to_size(seconds, stream))
    if facts["duration_ms"] <= 0:
        raise RefusedError(Refusal.UNDECODABLE)
    check_header(facts, request)
    return facts


def decoded_frames(container: "InputContainer", stream: "AudioStream") -> "Iterator[AudioFrame]":
    """Frames of one stream; broken packets are skipped while they are few."""
    import av  # noqa: PLC0415 - already loaded by open_input, after the limits

    packets = broken = 0
    for packet in container.demux(stream):
        packets += 1
        try:
            frames = packet.decode()
        except (av.InvalidDataError, av.PatchWelcomeError):
            broken += 1
            if packets >= MIN_PACKETS_TO_JUDGE and broken > packets * MAX_BROKEN_SHARE:
                raise RefusedError(Refusal.UNDECODABLE) from None
            continue
        except av.EOFError:
            return
        yield from frames


class Resampling:
    """Interleaved float32 at one rate and layout, whatever the frames change to mid-stream."""

    def __init__(self, rate: int, layout: str) -> None:
        self._rate = rate
        self._layout = layout
        self._shape: tuple[str, str, int] | None = None
        self._resampler: av.AudioResampler | None = None

    def push(self, frame: "AudioFrame") -> "Iterator[AudioFrame]":
        """Resample one frame of any format."""
        import av  # noqa: PLC0415 - already loaded by open_input, after the limits

        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            yield from self.flush()
            self._shape = shape
            self._resampler = av.AudioResampler(format="flt", layout=self._layout, rate=self._rate)
        frame.pts = None
        if self._resampler is not None:
            yield from self._resampler.resample(frame)

    def flush(self) -> "Iterator[AudioFrame]":
        """Give out what the filter still holds."""
        if self._resampler is not None:
            yield from self._resampler.resample(None)
        self._resampler = None


def target_layout(stream: "AudioStream", channels: int | None) -> tuple[str, int, float]:
    """Layout, channel count and gain of the output.

    One and two channels pass as they are: swr would scale mono by 0.5^0.5 twice, so the parent mixes those.
    More are folded to stereo by swr and scaled so that nothing clips.
    """
    count = stream.codec_context.channels
    if channels is not None and count > STEREO:
        return "stereo", STEREO, DOWNMIX_GAIN
    return stream.codec_context.layout.name, count, 1.0


def stream_pcm(request: dict[str, Any], facts: dict[str, Any]) -> None:
    """Decode, resample, send; never more than the allowed seconds."""
    with open_input() as container:
        stream = first_audio(container)
        rate = int(request["rate"] or facts["sample_rate"])
        layout, channels, gain = target_layout(stream, request["channels"])
        send(b"H", json.dumps({**facts, "out_rate": rate, "out_channels": channels, "gain": gain}).encode())
        resampling = Resampling(rate, layout)
        left = int(min(request["max_seconds"], request["max_samples"] / (rate * channels)) * rate)
        sent = 0

        def emit(frames: "Iterator[AudioFrame]") -> None:
            nonlocal sent
            for frame in frames:
                if sent + frame.samples > left:
                    raise RefusedError(Refusal.TOO_LONG)
                sent += frame.samples
                send(b"P", memoryview(frame.planes[0])[: frame.samples * channels * 4])

        for frame in decoded_frames(container, stream):
            emit(resampling.push(frame))
        emit(resampling.flush())
        if sent == 0:
            raise RefusedError(Refusal.UNDECODABLE)
        send(b"Z", json.dumps({"frames": sent}).encode())


def serve(request: dict[str, Any]) -> None:
    """Answer one request of the parent."""
    facts = read_facts(request)
    if request["mode"] == "probe":
        send(b"H", json.dumps(facts).encode())
    else:
        stream_pcm(request, facts)


def main() -> int:
    """Run one request; every failure becomes a code, never a traceback."""
    try:
        request = json.loads(sys.argv[1])
        restrict(request)
        serve(request)
    except RefusedError as error:
        send(b"E", json.dumps({"code": error.code, "detail": error.detail}).encode())
    except BrokenPipeError:
        return 0
    except MemoryError:
        send(b"E", json.dumps({"code": Refusal.MEMORY, "detail": ""}).encode())
    except Exception as error:  # noqa: BLE001 - whatever a crafted file provokes is one answer
        with suppress(OSError):
            send(b"E", json.dumps({"code": Refusal.UNDECODABLE, "detail": type(error).__name__}).encode())
    return 0


if __name__ == "__main__":
    # Skips interpreter teardown: a decoder left in an odd state must not turn an answer into a crash.
    code = main()
    os._exit(code)
