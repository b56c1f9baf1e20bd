"""Tables of this room."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Float, ForeignKey, Index, Integer, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base


class Playlist(Base):
    """One generated playlist, with everything needed to make it again."""

    __tablename__ = "playlist"
    __table_args__ = (
        Index("ix_playlist_user_id_created_at", "user_id", text("created_at DESC"), text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, server_default=text("gen_random_uuid()"))
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    seed_track_ids: Mapped[list[int]] = mapped_column(JSONB)
    options: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PlaylistTrack(Base):
    """One track at its place, with its score and the shares of the matchers that chose it."""

    __tablename__ = "playlist_track"

    playlist_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("playlist.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    track_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("track.id"))
    duration_ms: Mapped[int] = mapped_column(Integer)
    score: Mapped[float] = mapped_column(Float)
    shares: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
