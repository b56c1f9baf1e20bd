"""Invitations and connections between two people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base


class PeopleInvitation(Base):
    """An open invitation: the SHA-256 of a code that the first person to accept it uses up."""

    __tablename__ = "people_invitation"
    __table_args__ = (
        Index("uq_people_invitation_code_hash", "code_hash", unique=True),
        Index("ix_people_invitation_user_id", "user_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    code_hash: Mapped[bytes] = mapped_column(BYTEA)
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PeopleConnection(Base):
    """The consent of two people, from ``created_at`` (when it was accepted) until one of them ends it.

    Both see the row and may end it; only the system makes one, from an invitation, and nobody opens
    an ended one again. It stays as the record of who consented to what, and when.
    """

    __tablename__ = "people_connection"
    __table_args__ = (
        Index(
            "uq_people_connection_open",
            text("least(inviter_id, accepter_id)"),
            text("greatest(inviter_id, accepter_id)"),
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_people_connection_inviter_id", "inviter_id"),
        Index("ix_people_connection_accepter_id", "accepter_id"),
        CheckConstraint("inviter_id <> accepter_id", name="two_people"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        CheckConstraint("ended_by IN (inviter_id, accepter_id)", name="ended_by_one_of_them"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    inviter_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    accepter_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    invited_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger)
