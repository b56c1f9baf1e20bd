"""Queries of what users see and ask of their jobs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.models import Job
from musaic.jobs.views import RETRYABLE


async def find_many(session: AsyncSession, user_id: int, ids: Collection[UUID]) -> Sequence[Job]:
    """Return those of the user's jobs that exist."""
    return (await session.execute(select(Job).where(Job.user_id == user_id, Job.id.in_(ids)))).scalars().all()


async def page(
    session: AsyncSession,
    user_id: int,
    *,
    states: Collection[str],
    kind: str | None,
    hidden: Collection[str],
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Job]:
    """Return the user's jobs, newest first, at most ``limit`` after ``before``; none of a ``hidden`` kind."""
    statement = select(Job).where(Job.user_id == user_id)
    if states:
        statement = statement.where(Job.state.in_(states))
    if kind is not None:
        statement = statement.where(Job.kind == kind)
    if hidden:
        statement = statement.where(Job.kind.not_in(hidden))
    if before is not None:
        statement = statement.where(tuple_(Job.created_at, Job.id) < tuple_(*before))
    statement = statement.order_by(Job.created_at.desc(), Job.id.desc()).limit(limit)
    return (await session.execute(statement)).scalars().all()


async def ask_to_cancel(session: AsyncSession, user_id: int, job_id: UUID) -> Job | None:
    """Cancel a queued job, mark a running one; None when it is neither."""
    queued = Job.state == "queued"
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.user_id == user_id, Job.state.in_(("queued", "running")))
        .values(
            state=case((queued, "cancelled"), else_=Job.state),
            finished_at=case((queued, func.now()), else_=Job.finished_at),
            cancel_requested=True,
            event_seq=Job.event_seq + 1,
        )
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def queue_again(
    session: AsyncSession, user_id: int, job_id: UUID, *, publish_grace_s: float
) -> Job | None:
    """Give a finished, unsuccessful job all its attempts again; None when it is no such job."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.user_id == user_id, Job.state.in_(RETRYABLE))
        .values(
            state="queued",
            attempt=0,
            run_after=func.now(),
            publish_after=func.now() + func.make_interval(0, 0, 0, 0, 0, 0, publish_grace_s),
            cancel_requested=False,
            step=None,
            percent=0,
            expected_at=None,
            result=None,
            error_code=None,
            error_message=None,
            started_at=None,
            finished_at=None,
            event_seq=Job.event_seq + 1,
        )
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()
