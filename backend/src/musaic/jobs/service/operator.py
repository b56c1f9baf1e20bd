"""What the operator sees and asks of everybody's jobs."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.errors import JobNotFoundError
from musaic.jobs.repository import operator
from musaic.jobs.views import JobView, view_of


async def list_newest(
    session: AsyncSession, *, user_id: int | None = None, states: Collection[str] = (), limit: int = 50
) -> list[tuple[int, JobView]]:
    """Return (user id, job), newest first; wants a system transaction."""
    rows = await operator.newest(session, user_id=user_id, states=states, limit=limit)
    return [(row.user_id, view_of(row)) for row in rows]


async def owner_of(session: AsyncSession, job_id: UUID) -> int:
    """Return whose job it is; wants a system transaction. Raises JobNotFoundError."""
    user_id = await operator.owner_of(session, job_id)
    if user_id is None:
        raise JobNotFoundError
    return user_id
