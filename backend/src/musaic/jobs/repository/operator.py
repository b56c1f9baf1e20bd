"""Queries of the operator's terminal, over the jobs of all users (system transactions only)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.models import Job


async def newest(
    session: AsyncSession, *, user_id: int | None, states: Collection[str], limit: int
) -> Sequence[Job]:
    """Return the newest jobs, of one user or of all, in some states or in any."""
    statement = select(Job).order_by(Job.created_at.desc(), Job.id.desc()).limit(limit)
    if user_id is not None:
        statement = statement.where(Job.user_id == user_id)
    if states:
        statement = statement.where(Job.state.in_(states))
    return (await session.execute(statement)).scalars().all()


async def owner_of(session: AsyncSession, job_id: UUID) -> int | None:
    """Return the user of a job, None when there is no such job."""
    return (await session.execute(select(Job.user_id).where(Job.id == job_id))).scalar_one_or_none()
