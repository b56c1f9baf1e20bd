"""What one decoding child may use and what a file may claim."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AudioLimits:
    """Limits checked from the header, while decoding, and by the kernel.

    `max_samples` caps duration x channels x rate, so that six hours at 192 kHz in eight channels
    are refused although each figure alone would pass.
    """

    max_seconds: float = 6 * 3600.0
    max_channels: int = 8
    min_rate: int = 8_000
    max_rate: int = 192_000
    max_samples: int = 2_200_000_000
    memory_bytes: int = 512 * 1024 * 1024
    cpu_seconds: int = 300
    wall_seconds: float = 600.0
    """Time spent waiting for the child, in all; the consumer's own time does not count."""


DEFAULT_LIMITS = AudioLimits()
