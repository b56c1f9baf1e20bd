"""Users, their log-in sessions, and what guards the log-in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Integer, func, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base


class UserAccount(Base):
    """A person who can log in. The e-mail address is kept as typed and unique without case."""

    __tablename__ = "user_account"
    __table_args__ = (
        Index("uq_user_account_lower_email", text("lower(email)"), unique=True),
        CheckConstraint("char_length(email) <= 320", name="email_length"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    email: Mapped[str]
    display_name: Mapped[str]
    password_hash: Mapped[str]
    is_admin: Mapped[bool] = mapped_column(server_default=text("false"))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    timezone: Mapped[str] = mapped_column(server_default=text("'UTC'"))
    locale: Mapped[str] = mapped_column(server_default=text("'en'"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class LoginSession(Base):
    """One log-in on one device; it is also the family of that device's refresh tokens."""

    __tablename__ = "login_session"
    __table_args__ = (
        Index("ix_login_session_user_id", "user_id"),
        Index("ix_login_session_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    user_agent: Mapped[str] = mapped_column(server_default=text("''"))
    # The address shortened to its network: enough to recognise a log-in, too little to track.
    ip_hint: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    # The earlier of the idle and the absolute end; each refresh moves it.
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class RefreshToken(Base):
    """The SHA-256 of one refresh token; used ones stay, so that a second use is recognised."""

    __tablename__ = "refresh_token"
    __table_args__ = (Index("ix_refresh_token_session_id", "session_id"),)

    token_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("login_session.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    rotated_at: Mapped[datetime | None]


class LoginThrottle(Base):
    """Failed log-ins of one account or one address (both hashed), and until when to wait."""

    __tablename__ = "login_throttle"
    __table_args__ = (Index("ix_login_throttle_last_failure_at", "last_failure_at"),)

    subject_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    blocked_until: Mapped[datetime]
    last_failure_at: Mapped[datetime]
