"""Queries of live streams: what a client has not seen yet."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Row, String, bindparam, cast, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger

from musaic.jobs.models import Job, JobEvent

EventRow = Row[int | None, int, UUID, int, str, str, str]
BATCH = 1000
# The document leaves as it is stored: nobody here looks inside.
_DATA = cast(JobEvent.data, String)
_KIND = JobEvent.data["kind"].astext
_COLUMNS = (JobEvent.number, JobEvent.user_id, JobEvent.job_id, JobEvent.seq, JobEvent.event, _DATA, _KIND)
_NEWS = text(
    "SELECT e.number, e.user_id, e.job_id, e.seq, e.event, e.data::text, e.data ->> 'kind' "
    "FROM unnest(:users, :numbers) AS seen (user_id, number) "
    "JOIN job_event e ON e.user_id = seen.user_id AND e.number > seen.number "
    "ORDER BY e.number LIMIT :batch"
).bindparams(
    bindparam("users", type_=ARRAY(BigInteger)),
    bindparam("numbers", type_=ARRAY(BigInteger)),
    bindparam("batch", BATCH),
)


async def latest_number(session: AsyncSession, user_id: int) -> int:
    """Return the number of the user's last event, 0 without any."""
    statement = select(func.max(JobEvent.number)).where(JobEvent.user_id == user_id)
    return (await session.execute(statement)).scalar_one() or 0


async def of_job(session: AsyncSession, user_id: int, job_id: UUID, after_seq: int) -> Sequence[EventRow]:
    """Return at most BATCH events of one job after ``after_seq``, in order."""
    statement = (
        select(*_COLUMNS)
        .where(JobEvent.user_id == user_id, JobEvent.job_id == job_id, JobEvent.seq > after_seq)
        .order_by(JobEvent.seq)
        .limit(BATCH)
    )
    return (await session.execute(statement)).all()


async def of_user(
    session: AsyncSession, user_id: int, after_number: int, hidden: Collection[str]
) -> Sequence[EventRow]:
    """Return at most BATCH events of the user's jobs after ``after_number``, in order.

    None are of a ``hidden`` kind.
    """
    statement = (
        select(*_COLUMNS)
        .where(JobEvent.user_id == user_id, JobEvent.number > after_number, _KIND.not_in(hidden))
        .order_by(JobEvent.number)
        .limit(BATCH)
    )
    return (await session.execute(statement)).all()


async def of_active_jobs(session: AsyncSession, user_id: int, hidden: Collection[str]) -> Sequence[EventRow]:
    """Return the last event of each of the user's unfinished jobs that are not of a ``hidden`` kind."""
    statement = (
        select(*_COLUMNS)
        .join(Job, (Job.id == JobEvent.job_id) & (Job.event_seq == JobEvent.seq))
        .where(JobEvent.user_id == user_id, Job.state.in_(("queued", "running")), Job.kind.not_in(hidden))
        .order_by(JobEvent.number)
        .limit(BATCH)
    )
    return (await session.execute(statement)).all()


async def news(session: AsyncSession, seen: Mapping[int, int]) -> Sequence[EventRow]:
    """Return at most BATCH events of several users, after the number that each has seen."""
    values = {"users": list(seen.keys()), "numbers": list(seen.values())}
    rows: Sequence[EventRow] = (await session.execute(_NEWS, values)).all()
    return rows
