"""What the media room sends."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from musaic.platform.schemas import Output


class MediaOut(Output):
    """A stored file; the audio figures are null for documents."""

    id: UUID
    kind: Literal["audio", "stem", "document"]
    filename: str
    content_type: str
    bytes: int
    sha256: str
    duration_ms: int | None
    sample_rate: int | None
    channels: int | None
    codec: str | None
    created_at: datetime
    url: str = Field(description="A signed path for players; it expires after some hours")


class PeaksOut(Output):
    """The outline of a waveform: loudness from 0 to 255 at even distances."""

    points: list[int]
