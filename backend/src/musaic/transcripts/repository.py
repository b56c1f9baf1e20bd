"""Every query of the transcripts room. Each filters by owner, besides row-level security."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.transcripts.models import Transcript, TranscriptSegment
from musaic.transcripts.ports import Segment

_ROWS_AT_ONCE = 1_000


async def add(session: AsyncSession, transcript: Transcript) -> None:
    """Record a new transcript."""
    session.add(transcript)
    await session.flush()


async def get(
    session: AsyncSession, user_id: int, transcript_id: UUID, *, lock: bool = False
) -> Transcript | None:
    """Return the user's transcript; `lock` holds it against other writers until the commit."""
    query = select(Transcript).where(Transcript.id == transcript_id, Transcript.user_id == user_id)
    if lock:
        query = query.with_for_update()
    return (await session.execute(query)).scalar_one_or_none()


async def newest(
    session: AsyncSession, user_id: int, *, limit: int, before: tuple[datetime, UUID] | None
) -> Sequence[Transcript]:
    """Return up to `limit` transcripts, the newest first, older than `before` (created_at, id)."""
    query = select(Transcript).where(Transcript.user_id == user_id)
    if before is not None:
        query = query.where(tuple_(Transcript.created_at, Transcript.id) < tuple_(*before))
    query = query.order_by(Transcript.created_at.desc(), Transcript.id.desc()).limit(limit)
    return (await session.execute(query)).scalars().all()


async def remove(session: AsyncSession, user_id: int, transcript_id: UUID) -> None:
    """Delete a transcript and, by cascade, its segments."""
    await session.execute(
        delete(Transcript).where(Transcript.id == transcript_id, Transcript.user_id == user_id)
    )


async def segments(session: AsyncSession, user_id: int, transcript_id: UUID) -> Sequence[TranscriptSegment]:
    """Return a transcript's segments in order."""
    query = (
        select(TranscriptSegment)
        .where(TranscriptSegment.transcript_id == transcript_id, TranscriptSegment.user_id == user_id)
        .order_by(TranscriptSegment.position)
    )
    return (await session.execute(query)).scalars().all()


async def segment(
    session: AsyncSession, user_id: int, transcript_id: UUID, segment_id: int
) -> TranscriptSegment | None:
    """Return one segment of a transcript, held against other writers until the commit."""
    query = (
        select(TranscriptSegment)
        .where(
            TranscriptSegment.id == segment_id,
            TranscriptSegment.transcript_id == transcript_id,
            TranscriptSegment.user_id == user_id,
        )
        .with_for_update()
    )
    return (await session.execute(query)).scalar_one_or_none()


async def replace_segments(
    session: AsyncSession, user_id: int, transcript_id: UUID, found: Sequence[Segment]
) -> None:
    """Put `found` in the place of whatever segments the transcript has."""
    await session.execute(
        delete(TranscriptSegment).where(
            TranscriptSegment.transcript_id == transcript_id, TranscriptSegment.user_id == user_id
        )
    )
    for start in range(0, len(found), _ROWS_AT_ONCE):
        rows = [
            _row(user_id, transcript_id, position, each)
            for position, each in enumerate(found[start : start + _ROWS_AT_ONCE], start)
        ]
        await session.execute(insert(TranscriptSegment), rows)


async def complete(session: AsyncSession, user_id: int, transcript_id: UUID, values: dict[str, Any]) -> None:
    """Set what the engine found out, and that the transcript is finished."""
    await session.execute(
        update(Transcript)
        .where(Transcript.id == transcript_id, Transcript.user_id == user_id)
        .values(**values, finished_at=func.now())
    )


def _row(user_id: int, transcript_id: UUID, position: int, found: Segment) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "transcript_id": transcript_id,
        "position": position,
        "start_ms": found.start_ms,
        "end_ms": found.end_ms,
        "speaker": found.speaker,
        "language": found.language,
        "text": storable(found.text),
        "words": [asdict(word) | {"text": storable(word.text)} for word in found.words],
    }


def storable(text: str) -> str:
    """Drop what PostgreSQL text cannot hold: zero characters and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", errors="ignore").decode()
