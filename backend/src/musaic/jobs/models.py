"""Tables of jobs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Sequence, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base

STATES = ("queued", "running", "succeeded", "failed", "cancelled", "dead")
FENCE = Sequence("job_fence", metadata=Base.metadata)
LEASES_LOST = Sequence("job_leases_lost", metadata=Base.metadata)
EVENT_NUMBER = Sequence("job_event_number", metadata=Base.metadata)

_NOW = text("now()")


def _owner() -> Mapped[int]:
    return mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))


class Job(Base):
    """One piece of work: its own outbox row, lease, progress and outcome."""

    __tablename__ = "job"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    user_id: Mapped[int] = _owner()
    kind: Mapped[str]
    args: Mapped[dict[str, Any]] = mapped_column(JSONB)
    units: Mapped[float] = mapped_column(server_default=text("1"))
    subject_id: Mapped[UUID | None]
    idempotency_key: Mapped[str | None]
    request_hash: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default=text("'queued'"))
    attempt: Mapped[int] = mapped_column(server_default=text("0"))
    max_attempts: Mapped[int]
    run_after: Mapped[datetime] = mapped_column(server_default=_NOW)
    publish_after: Mapped[datetime] = mapped_column(server_default=_NOW)
    lease_token: Mapped[int | None] = mapped_column(BigInteger)
    lease_until: Mapped[datetime | None]
    cancel_requested: Mapped[bool] = mapped_column(server_default=text("false"))
    step: Mapped[str | None]
    percent: Mapped[float] = mapped_column(server_default=text("0"))
    expected_at: Mapped[datetime | None]
    event_seq: Mapped[int] = mapped_column(server_default=text("0"))
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    error_code: Mapped[str | None]
    error_message: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)
    started_at: Mapped[datetime | None]
    attempt_started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        UniqueConstraint("user_id", "kind", "idempotency_key"),
        Index("ix_job_publish_after", "publish_after", postgresql_where=text("state = 'queued'")),
        Index("ix_job_lease_until", "lease_until", postgresql_where=text("state = 'running'")),
        Index("ix_job_kind_finished", "kind", "finished_at", postgresql_where=text("state = 'succeeded'")),
        Index("ix_job_user_created", "user_id", "created_at", "id"),
    )


class JobEvent(Base):
    """What happened to a job: ``seq`` counts per job, ``number`` rises over a user's jobs.

    ``number`` is given by a deferred trigger at commit, under a lock of the user, so that a reader
    who has seen number n has seen everything below n of that user.
    """

    __tablename__ = "job_event"

    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = _owner()
    number: Mapped[int | None] = mapped_column(BigInteger)
    event: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)

    __table_args__ = (Index(None, "user_id", "number"), Index(None, "created_at"))


class IdempotentReply(Base):
    """The reply to a request that carried an Idempotency-Key, to be given again."""

    __tablename__ = "idempotent_reply"

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True
    )
    operation: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)

    __table_args__ = (Index(None, "created_at"),)


class JobSchedule(Base):
    """When a room's maintenance runs next."""

    __tablename__ = "job_schedule"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_run_at: Mapped[datetime] = mapped_column(server_default=_NOW)
    last_run_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=_NOW)
