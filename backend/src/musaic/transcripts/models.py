"""Tables of transcripts: one row a transcript, one row a segment with its words inside."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base

_OWNER = "user_account.id"


class Transcript(Base):
    """What was asked and, once `finished_at` is set, what an engine made of it.

    `speakers` is `[{"id", "label"}, …]` in order of first speech.
    """

    __tablename__ = "transcript"
    __table_args__ = (
        CheckConstraint("quality IN ('draft', 'full')", name="quality"),
        Index("ix_transcript_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("ix_transcript_media_id", "media_id"),
        Index("ix_transcript_job_id", "job_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(_OWNER, ondelete="CASCADE"))
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media_asset.id", ondelete="CASCADE"))
    job_id: Mapped[UUID | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    title: Mapped[str]
    language: Mapped[str | None]
    language_detected: Mapped[bool | None]
    engine: Mapped[str | None]
    model: Mapped[str | None]
    quality: Mapped[str | None]
    reason: Mapped[str | None]
    diarization: Mapped[str | None]
    duration_ms: Mapped[int | None] = mapped_column(BigInteger)
    speakers: Mapped[list[dict[str, str]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    finished_at: Mapped[datetime | None]


class TranscriptSegment(Base):
    """One stretch of speech. `words` is `[{"start_ms", "end_ms", "text", "confidence"}, …]`.

    Words stay as the engine heard them when a person edits `text`, so that undoing the edit
    brings the times of the words back.
    """

    __tablename__ = "transcript_segment"
    __table_args__ = (
        CheckConstraint("0 <= start_ms AND start_ms < end_ms", name="times"),
        UniqueConstraint("transcript_id", "position"),
        Index("ix_transcript_segment_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    transcript_id: Mapped[UUID] = mapped_column(ForeignKey("transcript.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(_OWNER, ondelete="CASCADE"))
    position: Mapped[int]
    start_ms: Mapped[int] = mapped_column(BigInteger)
    end_ms: Mapped[int] = mapped_column(BigInteger)
    speaker: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    words: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
