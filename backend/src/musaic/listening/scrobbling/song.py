"""A song and a scrobble, as every protocol brings them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

Info = dict[str, Any]


@dataclass(frozen=True)
class Song:
    """What is played; ``info`` are the further facts as sent, in ListenBrainz's words."""

    artist: str
    title: str
    album: str | None = None
    duration_ms: int | None = None
    recording_mbid: UUID | None = None
    isrc: str | None = None
    info: Info = field(default_factory=dict)


@dataclass(frozen=True)
class Scrobble:
    """A song that was listened to; ``ms_played`` only where the player measured it."""

    song: Song
    listened_at: datetime
    ms_played: int | None = None
