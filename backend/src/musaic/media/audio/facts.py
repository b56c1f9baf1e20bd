"""What a file really is, read from its content in a limited child process."""

import json
from dataclasses import dataclass
from pathlib import Path

from musaic.media.audio.child import Child
from musaic.media.audio.limits import DEFAULT_LIMITS, AudioLimits


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """Facts of the first audio stream of a file.

    `container` is FFmpeg's short demuxer name (`wav`, `flac`, `mp3`, `mov`, `ogg`, `aac`, `matroska`),
    `codec` its canonical codec name, `bit_rate` in bits per second (0 when unknown).
    """

    container: str
    codec: str
    duration_ms: int
    sample_rate: int
    channels: int
    bit_rate: int


def probe(path: Path, *, limits: AudioLimits = DEFAULT_LIMITS) -> AudioFacts:
    """Facts of `path`, sniffed from its bytes; its name plays no part.

    Raises `NotAudio`, `UnsupportedAudio`, `AudioTooLong` or `UndecodableAudio`; nothing is decoded.
    Blocks for about 0.1 s: call it from a thread.
    """
    with Child(path, {"mode": "probe"}, limits) as child:
        _, payload = child.read()
    return AudioFacts(**json.loads(payload))
