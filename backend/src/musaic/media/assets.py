"""What other rooms see of the media room: a stored asset, and a blob not yet recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from musaic.media.audio.facts import AudioFacts

# audio: a file of the user's library · stem: made by a job · document: an import (json, csv, zip)
AssetKind = Literal["audio", "stem", "document"]


@dataclass(frozen=True)
class MediaAsset:
    """One stored file. Audio figures are None for documents."""

    id: UUID
    user_id: int
    kind: str
    filename: str
    content_type: str
    bytes: int
    sha256: str
    duration_ms: int | None
    sample_rate: int | None
    channels: int | None
    codec: str | None
    blob_key: str
    created_at: datetime


@dataclass(frozen=True)
class StagedBlob:
    """Bytes that are safely in the store but that no row names yet.

    ``record`` makes an asset of it inside a transaction. One that is never recorded is collected
    after a day, or at once by ``discard``.
    """

    user_id: int
    blob_key: str
    bytes: int
    sha256: str
    kind: AssetKind
    filename: str
    content_type: str
    facts: AudioFacts | None
