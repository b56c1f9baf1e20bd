"""The users' side: ask for a transcript, read, correct, export and delete it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs import public as jobs
from musaic.media import public as media
from musaic.platform.errors import ConflictError
from musaic.platform.pagination import newest_first_page
from musaic.transcripts import repository
from musaic.transcripts.engines import EngineSet
from musaic.transcripts.errors import (
    NotTranscribableError,
    SegmentNotFoundError,
    TranscriptNotFoundError,
    TranscriptNotReadyError,
    UnknownSpeakerError,
)
from musaic.transcripts.exports import Document, ExportSegment, ExportWord
from musaic.transcripts.models import Transcript, TranscriptSegment
from musaic.transcripts.ports import Language
from musaic.transcripts.service.work import default_label

KIND = "transcripts.transcribe"
ROOM = "transcripts"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user asks for; `language` None means that it is to be found out."""

    media_id: UUID
    language: Language | None
    diarize: bool
    engine: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A transcript with the state of its job."""

    transcript: Transcript
    state: jobs.JobState


async def create(session: AsyncSession, user_id: int, wish: Wish, engines: EngineSet) -> tuple[UUID, UUID]:
    """Record the transcript and submit its job; returns (transcript id, job id).

    Raises MediaNotFound, NotTranscribableError, EngineUnavailableError.
    """
    asset = await media.get_owned(session, user_id, wish.media_id)
    if asset.kind == "document" or asset.duration_ms is None:
        raise NotTranscribableError
    engines.choose(wish.engine, wish.language)
    transcript_id = uuid4()
    args: dict[str, jobs.Json] = {
        "transcript_id": str(transcript_id),
        "media_id": str(wish.media_id),
        "language": wish.language,
        "diarize": wish.diarize,
        "engine": wish.engine,
        "terms": list(wish.terms),
    }
    job = await jobs.submit(
        session,
        user_id=user_id,
        kind=KIND,
        args=args,
        subject_id=transcript_id,
        units=asset.duration_ms / 1000,
    )
    await repository.add(
        session,
        Transcript(
            id=transcript_id,
            user_id=user_id,
            media_id=asset.id,
            job_id=job.id,
            title=asset.filename,
            language=wish.language,
            language_detected=None if wish.language is None else False,
        ),
    )
    await media.add_reference(session, asset.id, ROOM, transcript_id)
    return transcript_id, job.id


async def owned(session: AsyncSession, user_id: int, transcript_id: UUID) -> View:
    """Return the user's transcript; raises TranscriptNotFoundError for anybody else's."""
    transcript = await repository.get(session, user_id, transcript_id)
    if transcript is None:
        raise TranscriptNotFoundError
    return (await _with_states(session, user_id, [transcript]))[0]


async def newest(
    session: AsyncSession, user_id: int, *, limit: int, before: tuple[datetime, UUID] | None
) -> tuple[list[View], str | None]:
    """Return up to `limit` transcripts, the newest first, and the next cursor if there are more."""
    rows = await repository.newest(session, user_id, limit=limit + 1, before=before)
    page, cursor = newest_first_page(rows, limit)
    return await _with_states(session, user_id, page), cursor


async def segments(session: AsyncSession, transcript: Transcript) -> Sequence[TranscriptSegment]:
    """Return the segments in order of time."""
    return await repository.segments(session, transcript.user_id, transcript.id)


async def remove(session: AsyncSession, view: View) -> None:
    """Delete the transcript, stop its job and let go of its recording."""
    transcript = view.transcript
    if transcript.job_id is not None and view.state in {"queued", "running"}:
        # It may finish at this moment; there is nothing to stop then.
        with suppress(ConflictError):
            await jobs.cancel(session, transcript.user_id, transcript.job_id)
    await repository.remove(session, transcript.user_id, transcript.id)
    await media.drop_reference(session, transcript.media_id, ROOM, transcript.id)


async def rename(session: AsyncSession, view: View, *, title: str | None, labels: Mapping[str, str]) -> View:
    """Change the title and the labels of speakers; raises UnknownSpeakerError."""
    transcript = await repository.get(session, view.transcript.user_id, view.transcript.id, lock=True)
    if transcript is None:
        raise TranscriptNotFoundError
    if title is not None:
        transcript.title = title
    if labels:
        if not labels.keys() <= {speaker["id"] for speaker in transcript.speakers}:
            raise UnknownSpeakerError
        # A new list: a change inside the old one would go unnoticed.
        transcript.speakers = [
            {"id": speaker["id"], "label": labels.get(speaker["id"], speaker["label"])}
            for speaker in transcript.speakers
        ]
    return View(transcript, view.state)


async def correct(
    session: AsyncSession, view: View, segment_id: int, *, text: str | None, speaker: str | None
) -> TranscriptSegment:
    """Change one segment's text or speaker; the words stay as heard, so an undo restores them.

    Raises SegmentNotFoundError, UnknownSpeakerError.
    """
    transcript = view.transcript
    segment = await repository.segment(session, transcript.user_id, transcript.id, segment_id)
    if segment is None:
        raise SegmentNotFoundError
    if speaker is not None:
        if speaker not in {known["id"] for known in transcript.speakers}:
            raise UnknownSpeakerError
        segment.speaker = speaker
    if text is not None:
        segment.text = text
    return segment


async def document(session: AsyncSession, view: View) -> Document:
    """Return what exporters need; raises TranscriptNotReadyError before the job has succeeded."""
    transcript = view.transcript
    if transcript.finished_at is None:
        raise TranscriptNotReadyError
    labels = {speaker["id"]: speaker["label"] for speaker in transcript.speakers}
    unnamed = [default_label(1)]
    rows = await segments(session, transcript)
    return Document(
        title=transcript.title,
        language=transcript.language or "",
        language_detected=bool(transcript.language_detected),
        duration_ms=transcript.duration_ms or 0,
        engine=transcript.engine or "",
        model=transcript.model,
        quality=transcript.quality or "",
        reason=transcript.reason,
        named_speakers=bool(labels) and list(labels.values()) != unnamed,
        segments=tuple(_export_segment(row, labels) for row in rows),
    )


def _export_segment(row: TranscriptSegment, labels: Mapping[str, str]) -> ExportSegment:
    return ExportSegment(
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        speaker=labels.get(row.speaker, row.speaker),
        language=row.language,
        text=row.text,
        words=tuple(ExportWord(**word) for word in row.words),
    )


async def _with_states(session: AsyncSession, user_id: int, rows: Sequence[Transcript]) -> list[View]:
    """Join the states of the jobs; a job that was cleaned away leaves what its result shows."""
    ids = [row.job_id for row in rows if row.job_id is not None]
    known = await jobs.views_of(session, user_id, ids)
    return [View(row, _state(row, known)) for row in rows]


def _state(row: Transcript, known: Mapping[UUID, jobs.JobView]) -> jobs.JobState:
    job = known.get(row.job_id) if row.job_id is not None else None
    if job is not None:
        return job.state
    return "succeeded" if row.finished_at is not None else "failed"
