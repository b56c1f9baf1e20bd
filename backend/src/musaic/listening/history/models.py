"""Imports and the rows they did not take."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base

_ZERO = text("0")


class ListeningImport(Base):
    """One uploaded file; ``finished_at`` is null until all of its listens stand.

    ``rows_read = added + duplicates + skipped + rejected``; ``not_counted`` of the added are kept
    but are no plays.
    """

    __tablename__ = "listening_import"
    __table_args__ = (Index("ix_listening_import_user_id", "user_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    job_id: Mapped[UUID | None]
    media_id: Mapped[UUID | None]
    filename: Mapped[str]
    format: Mapped[str | None]
    timezone: Mapped[str | None]
    options: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    undo_job_id: Mapped[UUID | None]
    rows_read: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    added: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    duplicates: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    skipped: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    rejected: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    not_counted: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    first_listen_at: Mapped[datetime | None]
    last_listen_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ListeningImportReject(Base):
    """One row that was read and not taken: ``outcome`` is ``skipped`` or ``rejected``."""

    __tablename__ = "listening_import_reject"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("listening_import.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    file: Mapped[str]
    line: Mapped[int] = mapped_column(BigInteger)
    outcome: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CsvMapping(Base):
    """How a user read a table before; ``signature`` names its columns."""

    __tablename__ = "csv_mapping"

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True
    )
    signature: Mapped[str] = mapped_column(primary_key=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
