"""Queries that bring jobs into being."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.models import Job

CHANNEL = "musaic_jobs"
_NOTIFY = text(f"NOTIFY {CHANNEL}")


async def add(session: AsyncSession, *, publish_grace_s: float, values: Mapping[str, Any]) -> Job | None:
    """Insert a queued job; None when its user, kind and idempotency key exist already."""
    statement = (
        insert(Job)
        .values(publish_after=func.now() + timedelta(seconds=publish_grace_s), event_seq=1, **values)
        .on_conflict_do_nothing(index_elements=["user_id", "kind", "idempotency_key"])
        .returning(Job)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def find_by_key(session: AsyncSession, user_id: int, kind: str, key: str) -> Job:
    """Return the job that was submitted with ``key``."""
    statement = select(Job).where(Job.user_id == user_id, Job.kind == kind, Job.idempotency_key == key)
    return (await session.execute(statement)).scalar_one()


async def wake_dispatchers(session: AsyncSession) -> None:
    """Tell every dispatcher, at commit, that something is due."""
    await session.execute(_NOTIFY)


async def find(session: AsyncSession, user_id: int, job_id: UUID) -> Job | None:
    """Return the job of this user, if any."""
    statement = select(Job).where(Job.id == job_id, Job.user_id == user_id)
    return (await session.execute(statement)).scalar_one_or_none()
