"""Queries of dispatchers: what is due, what was abandoned, what maintenance is next."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.models import LEASES_LOST, Job, JobSchedule
from musaic.jobs.ports import Dispatch
from musaic.jobs.repository.leases import later

BATCH = 200
_KEEP = {"synchronize_session": False}


async def take_due(
    session: AsyncSession, kinds: Collection[str], *, redispatch_after_s: float
) -> list[Dispatch]:
    """Mark at most BATCH due jobs as sent and return them, oldest first.

    A mark lasts ``redispatch_after_s``: a message may be lost, so an unclaimed job is sent again.
    """
    due = (
        select(Job.id)
        .where(Job.state == "queued", Job.publish_after <= func.now(), Job.kind.in_(kinds))
        .order_by(Job.publish_after)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    marked = await session.execute(
        update(Job)
        .where(Job.id.in_(due.scalar_subquery()))
        .values(publish_after=later(redispatch_after_s))
        .returning(Job.run_after, Job.created_at, Job.id, Job.kind)
        .execution_options(**_KEEP)
    )
    return [Dispatch(job_id, kind) for _, _, job_id, kind in sorted(marked.all())]


async def unmark(session: AsyncSession, ids: Collection[UUID], *, delay_s: float) -> None:
    """Let jobs whose messages were not accepted be sent again soon."""
    await session.execute(
        update(Job)
        .where(Job.id.in_(ids), Job.state == "queued")
        .values(publish_after=later(delay_s))
        .execution_options(**_KEEP)
    )


async def unmark_all(session: AsyncSession) -> int:
    """Let every due job be sent again now, the broker has lost its memory; return how many these are."""
    rows = select(Job.id).where(Job.state == "queued", Job.run_after <= func.now())
    again = await session.execute(
        update(Job)
        .where(Job.id.in_(rows.with_for_update(skip_locked=True).scalar_subquery()))
        .values(publish_after=func.now())
        .returning(Job.id)
        .execution_options(**_KEEP)
    )
    return len(again.all())


async def abandoned(session: AsyncSession) -> Sequence[Job]:
    """Lock and return at most BATCH running jobs whose lease has run out."""
    statement = (
        select(Job)
        .where(Job.state == "running", Job.lease_until < func.now())
        .order_by(Job.lease_until)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return (await session.execute(statement)).scalars().all()


async def count_lost_lease(session: AsyncSession) -> None:
    """Count one lease that ran out; a sequence counts without making anybody wait."""
    await session.execute(select(LEASES_LOST.next_value()))


async def add_schedules(session: AsyncSession, first_runs_s: Mapping[str, float]) -> None:
    """Add schedules that are not known yet, each to run first after so many seconds."""
    for name, delay_s in first_runs_s.items():
        await session.execute(
            insert(JobSchedule).values(name=name, next_run_at=later(delay_s)).on_conflict_do_nothing()
        )


async def take_schedules(session: AsyncSession, periods: Mapping[str, timedelta]) -> list[str]:
    """Return the names of due schedules and move each to its next turn."""
    due = (
        select(JobSchedule)
        .where(JobSchedule.name.in_(periods), JobSchedule.next_run_at <= func.now())
        .with_for_update(skip_locked=True)
    )
    rows = (await session.execute(due)).scalars().all()
    for row in rows:
        await session.execute(
            update(JobSchedule)
            .where(JobSchedule.name == row.name)
            .values(next_run_at=func.now() + periods[row.name])
            .execution_options(**_KEEP)
        )
    return [row.name for row in rows]


async def note_schedule(session: AsyncSession, name: str, error: str | None) -> None:
    """Store how the last run of a schedule went."""
    await session.execute(
        update(JobSchedule)
        .where(JobSchedule.name == name)
        .values(last_run_at=func.now(), last_error=error)
        .execution_options(**_KEEP)
    )
