"""The job's side: from a stored recording to segments in the database."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.media import public as media
from musaic.transcripts import repository
from musaic.transcripts.engines import EngineSet
from musaic.transcripts.ports import Hints, Language, Segment, TranscriptResult

_BLOCK_S: Final = 10

Report = Callable[[str, float], None]
"""Told how much (0 to 1) of which step of the job is done; raises when the work must stop."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to transcribe; `language` None means that it is to be found out."""

    transcript_id: UUID
    media_id: UUID
    language: Language | None
    diarize: bool
    engine: str
    terms: tuple[str, ...]


def listen(
    path: Path, scratch: Path, order: Order, engines: EngineSet, *, report: Report, check: Callable[[], None]
) -> TranscriptResult:
    """Decode and transcribe the file at `path`; blocks for as long as that takes.

    The samples pass through a file in `scratch`, so that memory does not grow with the length.
    Raises EngineFailure, EngineUnavailableError, the decoder's errors, and what `report` and
    `check` raise.
    """
    from musaic.transcripts.recording import SAMPLE_RATE, spool  # noqa: PLC0415  NumPy: only here

    engine = engines.choose(order.engine, order.language)
    report("decode", 0.0)
    with media.decode(path, rate=SAMPLE_RATE, channels=1, block_frames=_BLOCK_S * SAMPLE_RATE) as blocks:
        expected = max(1, blocks.frames_estimate)
        recording = spool(
            blocks, scratch / "speech.f32", lambda frames: report("decode", min(1.0, frames / expected))
        )
    report("decode", 1.0)
    with recording:
        return engine.transcribe(
            recording,
            language=order.language,
            hints=Hints(terms=order.terms),
            progress=report,
            check=check,
        )


async def save(session: AsyncSession, user_id: int, order: Order, result: TranscriptResult) -> bool:
    """Write the result in the job's last transaction; False when the transcript was deleted."""
    transcript = await repository.get(session, user_id, order.transcript_id, lock=True)
    if transcript is None:
        return False
    await repository.replace_segments(session, user_id, order.transcript_id, result.segments)
    values = {
        "language": result.language,
        "language_detected": result.language_detected,
        "engine": result.engine,
        "model": result.model,
        "quality": result.quality,
        "reason": result.reason,
        "diarization": _diarization(order, result),
        "duration_ms": result.duration_ms,
        "speakers": speakers_of(result.segments),
    }
    await repository.complete(session, user_id, order.transcript_id, values)
    return True


def speakers_of(segments: tuple[Segment, ...]) -> list[dict[str, str]]:
    """Return the speakers in order of first speech, labelled by number."""
    ids = list(dict.fromkeys(segment.speaker for segment in segments))
    return [{"id": each, "label": default_label(number)} for number, each in enumerate(ids, 1)]


def default_label(number: int) -> str:
    """Return the label of a speaker whom nobody has named yet, counted from 1."""
    return f"Speaker {number}"


def _diarization(order: Order, result: TranscriptResult) -> str:
    if not order.diarize:
        return "not_requested"
    return "done" if result.diarized else "not_available"
