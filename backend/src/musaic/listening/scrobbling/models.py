"""Connected apps, what they said beyond the listen itself, opinions, and relays."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, SmallInteger, func, text
from sqlalchemy.dialects.postgresql import BYTEA, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base


class ScrobbleName(Base):
    """The name by which players know a user: in their settings, and in the paths that they ask."""

    __tablename__ = "scrobble_name"
    __table_args__ = (Index("uq_scrobble_name_lower_name", text("lower(name)"), unique=True),)

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ScrobbleApp(Base):
    """A connected app with its own password, of which only a hash and a sealed MD5 digest are kept.

    The digest is what old protocols sign with; an app approved in the browser has no password.
    """

    __tablename__ = "scrobble_app"
    __table_args__ = (
        Index("ix_scrobble_app_user_id", "user_id", "created_at"),
        Index("uq_scrobble_app_token_hash", "token_hash", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    name: Mapped[str]
    token_hash: Mapped[bytes | None] = mapped_column(BYTEA)
    digest_box: Mapped[bytes | None] = mapped_column(BYTEA)
    last_used_at: Mapped[datetime | None]
    last_client: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ScrobbleSession(Base):
    """A session of the Last.fm protocols; it ends only with its app."""

    __tablename__ = "scrobble_session"
    __table_args__ = (
        Index("ix_scrobble_session_app_id", "app_id", "created_at"),
        Index("ix_scrobble_session_user_id", "user_id"),
    )

    key_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    app_id: Mapped[UUID] = mapped_column(ForeignKey("scrobble_app.id", ondelete="CASCADE"))
    protocol: Mapped[str]
    client: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ScrobbleToken(Base):
    """A request for approval: nobody's until a user approves it, used up by the first session."""

    __tablename__ = "scrobble_token"
    __table_args__ = (Index("ix_scrobble_token_created_at", "created_at"),)

    token_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    api_key: Mapped[str]
    client: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ScrobbleDetail(Base):
    """What a player said of a listen beyond the listen; ``info`` as sent, ``estimated`` its time."""

    __tablename__ = "scrobble_detail"
    __table_args__ = (Index("ix_scrobble_detail_msid", "user_id", "recording_msid"),)

    listen_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    app_id: Mapped[UUID | None]
    recording_msid: Mapped[UUID]
    info: Mapped[dict[str, Any]] = mapped_column(JSONB)
    estimated: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Feedback(Base):
    """What a user thinks of a recording: 1 loved, -1 hated; named by one or both identifiers."""

    __tablename__ = "feedback"
    __table_args__ = (
        Index("uq_feedback_msid", "user_id", "recording_msid", unique=True),
        Index("uq_feedback_mbid", "user_id", "recording_mbid", unique=True),
        Index("ix_feedback_track_id", "user_id", "track_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    recording_msid: Mapped[UUID | None]
    recording_mbid: Mapped[UUID | None]
    track_id: Mapped[int | None] = mapped_column(BigInteger)
    album_id: Mapped[int | None] = mapped_column(BigInteger)
    score: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class LatestImport(Base):
    """Up to when an outside importer says that it has read; only ever moves forward."""

    __tablename__ = "latest_import"

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    service: Mapped[str] = mapped_column(primary_key=True)
    latest: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ScrobbleRelay(Base):
    """Another service that live listens are passed on to; ``credentials`` are sealed JSON."""

    __tablename__ = "scrobble_relay"
    __table_args__ = (Index("ix_scrobble_relay_user_id", "user_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    kind: Mapped[str]
    name: Mapped[str]
    url: Mapped[str]
    credentials: Mapped[bytes] = mapped_column(BYTEA)
    job_id: Mapped[UUID | None]
    sent: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    refused: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    last_sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    last_error_code: Mapped[str | None]
    last_error_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ScrobbleOutbox(Base):
    """A listen that still has to reach a relay."""

    __tablename__ = "scrobble_outbox"
    __table_args__ = (Index("ix_scrobble_outbox_user_id", "user_id"),)

    relay_id: Mapped[UUID] = mapped_column(
        ForeignKey("scrobble_relay.id", ondelete="CASCADE"), primary_key=True
    )
    listen_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
