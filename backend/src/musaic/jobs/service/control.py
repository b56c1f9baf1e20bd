"""What users see and ask of their jobs."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.errors import JobFinishedError, JobNotFoundError, JobNotRetryableError
from musaic.jobs.office import current_office
from musaic.jobs.ports import Dispatch
from musaic.jobs.repository import control, events, submission
from musaic.jobs.service.submit import PUBLISH_GRACE_S, send_after_commit
from musaic.jobs.views import JobView, view_of
from musaic.platform.pagination import InvalidCursorError, decode_cursor, encode_cursor


async def get_owned(session: AsyncSession, user_id: int, job_id: UUID) -> JobView:
    """Return the user's job; raises JobNotFoundError."""
    job = await submission.find(session, user_id, job_id)
    if job is None:
        raise JobNotFoundError
    return view_of(job)


async def views_of(session: AsyncSession, user_id: int, ids: Collection[UUID]) -> dict[UUID, JobView]:
    """Return those of the user's jobs that exist, by id: for lists of what jobs work on."""
    return {job.id: view_of(job) for job in await control.find_many(session, user_id, ids)}


async def list_jobs(
    session: AsyncSession,
    user_id: int,
    *,
    states: Collection[str],
    kind: str | None,
    quiet: bool,
    cursor: str | None,
    limit: int,
) -> tuple[list[JobView], str | None]:
    """Return one page of the user's jobs, newest first, and the cursor of the next.

    Jobs of quiet kinds are among them with ``quiet``, or when it is their ``kind`` that is asked for.
    """
    before = None
    if cursor is not None:
        before = _position(cursor)
    hidden = () if quiet or kind is not None else current_office().kinds.quiet
    jobs = await control.page(
        session, user_id, states=states, kind=kind, hidden=hidden, before=before, limit=limit + 1
    )
    shown = jobs[:limit]
    more = len(jobs) > limit
    following = encode_cursor(shown[-1].created_at.isoformat(), str(shown[-1].id)) if more else None
    return [view_of(job) for job in shown], following


def _position(cursor: str) -> tuple[datetime, UUID]:
    moment, job_id = decode_cursor(cursor, str, str)
    try:
        return datetime.fromisoformat(str(moment)), UUID(str(job_id))
    except ValueError as error:
        raise InvalidCursorError from error


async def cancel(session: AsyncSession, user_id: int, job_id: UUID) -> JobView:
    """Cancel a queued job now, ask a running one to stop.

    Raises JobNotFoundError, or JobFinishedError when there is nothing left to stop.
    """
    job = await control.ask_to_cancel(session, user_id, job_id)
    if job is None:
        await get_owned(session, user_id, job_id)
        raise JobFinishedError
    view = await events.record(session, job)
    await send_after_commit(session, current_office(), user_id, None)
    return view


async def retry(session: AsyncSession, user_id: int, job_id: UUID) -> JobView:
    """Queue a failed, dead or cancelled job again; raises JobNotFoundError or JobNotRetryableError."""
    office = current_office()
    grace = PUBLISH_GRACE_S if office.broker else 0.0
    job = await control.queue_again(session, user_id, job_id, publish_grace_s=grace)
    if job is None:
        await get_owned(session, user_id, job_id)
        raise JobNotRetryableError
    view = await events.record(session, job)
    await send_after_commit(session, office, user_id, Dispatch(job.id, job.kind))
    return view
