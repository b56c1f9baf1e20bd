"""Tables of the media room: assets, who refers to them, open uploads, blobs to remove."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base

_OWNER = "user_account.id"


class MediaAssetRow(Base):
    """One stored file of a user. Several assets of a user may share one blob (same content)."""

    __tablename__ = "media_asset"
    __table_args__ = (
        CheckConstraint("kind IN ('audio', 'stem', 'document')", name="kind"),
        CheckConstraint("bytes >= 0", name="bytes"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        Index("ix_media_asset_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("ix_media_asset_blob_key", "blob_key"),
        UniqueConstraint("user_id", "idempotency_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(_OWNER, ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Text)
    filename: Mapped[str] = mapped_column(Text)
    # one byte a point, 0..255; computed at the first request
    peaks: Mapped[bytes | None] = mapped_column(LargeBinary)
    content_type: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(Text)
    duration_ms: Mapped[int | None] = mapped_column(BigInteger)
    sample_rate: Mapped[int | None]
    channels: Mapped[int | None]
    codec: Mapped[str | None] = mapped_column(Text)
    blob_key: Mapped[str] = mapped_column(Text)
    idempotency_key: Mapped[str | None] = mapped_column(Text)
    # set when its owner deleted it while something still referred to it
    deleted_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MediaReference(Base):
    """Something of another room that needs an asset: as long as it stands, the asset does."""

    __tablename__ = "media_reference"
    __table_args__ = (Index("ix_media_reference_user_id", "user_id"),)

    media_id: Mapped[UUID] = mapped_column(ForeignKey("media_asset.id", ondelete="CASCADE"), primary_key=True)
    room: Mapped[str] = mapped_column(Text, primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(_OWNER, ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Upload(Base):
    """A resumable (tus) upload. How far it is, only the size of its part file says."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("kind IN ('audio', 'document')", name="kind"),
        CheckConstraint("length > 0", name="length"),
        Index("ix_upload_user_id", "user_id"),
        Index("ix_upload_expires_at", "expires_at"),
        Index("ix_upload_media_id", "media_id"),
        UniqueConstraint("user_id", "idempotency_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(_OWNER, ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Text)
    filename: Mapped[str] = mapped_column(Text)
    length: Mapped[int] = mapped_column(BigInteger)
    # the Upload-Metadata header as it came: a HEAD must return it
    metadata_header: Mapped[str] = mapped_column(Text)
    media_id: Mapped[UUID | None] = mapped_column(ForeignKey("media_asset.id", ondelete="SET NULL"))
    idempotency_key: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MediaRemoval(Base):
    """A blob that lost an asset; a trigger writes these, whatever deleted the row."""

    __tablename__ = "media_removal"

    # a row for each deleted asset, not for each blob: one being worked off must not swallow the next
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    blob_key: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
