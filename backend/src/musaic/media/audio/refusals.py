"""The codes by which the decoding child tells its parent why it refused a file."""

from enum import StrEnum


class Refusal(StrEnum):
    """One reason; `child.py` turns each into a named error."""

    NOT_AUDIO = "not_audio"
    NO_AUDIO_STREAM = "no_audio_stream"
    UNSUPPORTED_CODEC = "unsupported_codec"
    RATE = "rate"
    CHANNELS = "channels"
    TOO_LONG = "too_long"
    MEMORY = "memory"
    UNDECODABLE = "undecodable"
