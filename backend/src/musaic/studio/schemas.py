"""What goes in and out over HTTP."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from musaic.jobs.public import JobState
from musaic.platform.schemas import Input, Output, UuidText


class CreateSeparation(Input):
    """A song to split."""

    media_id: UuidText
    stems: Literal[2, 4, 6] = 2
    engine: str = Field("auto", min_length=1, max_length=40)


class SeparationAccepted(Output):
    """The work has been taken on; follow the job."""

    id: UUID
    job_id: UUID


class StemDownload(Output):
    """One file of a stem."""

    format: str
    url: str
    bytes: int


class StemOut(Output):
    """One stem; ``url`` plays, ``peaks`` (0..255) draw, ``downloads`` are for keeping."""

    kind: str
    media_id: UUID
    url: str
    format: str
    bytes: int
    downloads: list[StemDownload]
    peaks: list[int]


class SeparationSummary(Output):
    """A separation in a list.

    ``state`` is that of its job, ``gone`` once the job was cleaned up; ``engine_note`` is a sentence
    for people, ``engine_note_code`` its stable name for translation.
    """

    id: UUID
    job_id: UUID | None
    media_id: UUID
    title: str
    state: JobState | Literal["gone"]
    engine: str | None
    engine_note: str | None
    engine_note_code: str | None
    stems_requested: int
    created_at: datetime


class SeparationOut(SeparationSummary):
    """A separation with its stems (none before it has succeeded) and the song's analysis."""

    duration_ms: int | None
    analysis: dict[str, Any] | None
    stems: list[StemOut]


class EngineOut(Output):
    """An engine, and whether it can be used here."""

    name: str
    title: str
    available: bool
    reason: str | None
    stems: list[str]
    licence: str
    quality: str
    seconds_per_minute: float
