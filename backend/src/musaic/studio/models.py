"""Tables of the studio."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base

_OWNER = "user_account.id"


class Separation(Base):
    """One song to be split, and how it was done. Its state is that of its job."""

    __tablename__ = "separation"
    __table_args__ = (
        Index("ix_separation_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("ix_separation_media_id", "media_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(_OWNER, ondelete="CASCADE"))
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media_asset.id"))
    job_id: Mapped[UUID | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(Text)
    stems_requested: Mapped[int] = mapped_column(Integer)
    # null until the job has chosen and run one
    engine: Mapped[str | None] = mapped_column(Text)
    engine_note: Mapped[str | None] = mapped_column(Text)
    engine_note_code: Mapped[str | None] = mapped_column(Text)
    analysis: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SeparationStem(Base):
    """One stem: its lossless file, its small copy for players, and its outline for the eye."""

    __tablename__ = "separation_stem"
    __table_args__ = (Index("ix_separation_stem_user_id", "user_id"),)

    separation_id: Mapped[UUID] = mapped_column(
        ForeignKey("separation.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(_OWNER, ondelete="CASCADE"))
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media_asset.id"))
    compact_media_id: Mapped[UUID] = mapped_column(ForeignKey("media_asset.id"))
    peaks: Mapped[list[int]] = mapped_column(JSONB)
