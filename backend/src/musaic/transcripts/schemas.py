"""What goes in and out of the transcripts routes. Times are milliseconds from the start."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from musaic.jobs.public import JobState
from musaic.platform.schemas import Input, Output, UuidText
from musaic.transcripts.models import TranscriptSegment
from musaic.transcripts.ports import EngineStatus
from musaic.transcripts.service.requests import View, Wish

LanguageChoice = Literal["auto", "en", "ru", "kk"]
EngineChoice = Literal["auto", "builtin", "faster-whisper"]
ExportFormat = Literal["srt", "vtt", "txt", "json", "tsv", "lrc"]

# PostgreSQL keeps no zero character.
_NO_ZERO = r"^[^\x00]*$"
Term = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=_NO_ZERO)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=_NO_ZERO)]
SegmentText = Annotated[str, StringConstraints(max_length=5_000, pattern=_NO_ZERO)]


class TranscriptIn(Input):
    """What to transcribe and how. `terms` are names and words likely to be spoken."""

    media_id: UuidText
    language: LanguageChoice = "auto"
    diarize: bool = True
    engine: EngineChoice = "auto"
    terms: list[Term] = Field(default_factory=list, max_length=100)

    def wish(self) -> Wish:
        """Return what the service needs."""
        return Wish(
            media_id=self.media_id,
            language=None if self.language == "auto" else self.language,
            diarize=self.diarize,
            engine=self.engine,
            terms=tuple(self.terms),
        )


class TranscriptAccepted(Output):
    """The transcript to come, and the job that makes it."""

    id: UUID
    job_id: UUID


class SpeakerIn(Input):
    """A new name for a speaker."""

    id: Label
    label: Label


class TranscriptPatch(Input):
    """Changes to a transcript; what is absent stays. Speakers left out keep their names."""

    title: Label | None = None
    speakers: list[SpeakerIn] | None = Field(None, max_length=100)


class SegmentPatch(Input):
    """Changes to one segment; what is absent stays. `speaker` is a speaker's id."""

    text: SegmentText | None = None
    speaker: Label | None = None


class SpeakerOut(Output):
    """A voice: `id` in segments, `label` for people."""

    id: str
    label: str


class WordOut(Output):
    """One word with its times; `confidence` 0 to 1, null where the engine gives none."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float | None


class SegmentOut(Output):
    """One stretch of speech; `text` is empty where no words are known."""

    id: int
    start_ms: int
    end_ms: int
    speaker: str
    language: str
    text: str
    words: list[WordOut]


class TranscriptItem(Output):
    """A transcript in a list. What an engine finds out is null until its job has succeeded."""

    id: UUID
    job_id: UUID | None
    media_id: UUID
    title: str
    state: JobState
    language: str | None
    language_detected: bool | None
    engine: str | None
    model: str | None
    quality: Literal["draft", "full"] | None
    reason: str | None
    diarization: Literal["not_available", "not_requested", "done"] | None
    duration_ms: int | None
    speakers: list[SpeakerOut]
    created_at: datetime

    @classmethod
    def of(cls, view: View) -> Self:
        """Return the columns of the transcript and the state of its job."""
        return cls.model_validate(_columns(view))


class TranscriptOut(TranscriptItem):
    """A transcript with its segments in order of time."""

    segments: list[SegmentOut]

    @classmethod
    def whole(cls, view: View, segments: Sequence[TranscriptSegment]) -> Self:
        """Return the transcript with its segments."""
        return cls.model_validate(_columns(view) | {"segments": segments})


def _columns(view: View) -> dict[str, object]:
    names = TranscriptItem.model_fields.keys() - {"state"}
    return {name: getattr(view.transcript, name) for name in names} | {"state": view.state}


class TranscriptEngine(Output):
    """An engine of this server; `why_not` says what to do where it is not available."""

    name: str
    available: bool
    why_not: str | None
    languages: list[str]
    quality: Literal["draft", "full"]
    note: str

    @classmethod
    def of(cls, name: str, status: EngineStatus) -> Self:
        """Return an engine's status under its name."""
        return cls(
            name=name,
            available=status.available,
            why_not=status.why_not,
            languages=list(status.languages),
            quality=status.quality,
            note=status.note,
        )


class TranscriptEngines(Output):
    """The engines, best first."""

    items: list[TranscriptEngine]
