"""Submitting: the job row is written in the caller's transaction and is its own outbox."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.errors import IdempotencyKeyReusedError, UnknownJobKindError
from musaic.jobs.office import Office, current_office
from musaic.jobs.ports import Dispatch, Json
from musaic.jobs.repository import events, submission
from musaic.jobs.service.once import Idempotency
from musaic.jobs.views import JobView, view_of
from musaic.platform.database import after_commit

# While this passes, dispatchers leave a new row to the process that wrote it.
PUBLISH_GRACE_S = 1.0


async def submit(
    session: AsyncSession,
    *,
    user_id: int,
    kind: str,
    args: Mapping[str, Json],
    subject_id: UUID | None = None,
    idempotency: Idempotency | None = None,
    units: float = 1.0,
) -> JobView:
    """Queue a job in the caller's transaction; it leaves only if that transaction commits.

    ``units`` is the size of the work (seconds of audio, rows, bytes: whatever a kind measures
    itself by), so that the time of earlier jobs of the kind predicts this one's.
    The same user, kind and idempotency key return the job of the first time; with another payload
    this raises IdempotencyKeyReusedError. Raises UnknownJobKindError for a kind that this process
    does not know.
    """
    office = current_office()
    declared = office.kinds.get(kind)
    if declared is None:
        raise UnknownJobKindError
    job = await submission.add(
        session,
        publish_grace_s=PUBLISH_GRACE_S if office.broker else 0.0,
        values={
            "user_id": user_id,
            "kind": kind,
            "args": dict(args),
            "units": units,
            "subject_id": subject_id,
            "max_attempts": declared.max_attempts,
            "idempotency_key": idempotency.key if idempotency else None,
            "request_hash": idempotency.request_hash if idempotency else None,
        },
    )
    if job is None:
        return await _submitted_before(session, user_id, kind, idempotency)
    view = await events.record(session, job)
    await send_after_commit(session, office, user_id, Dispatch(job.id, kind))
    return view


async def send_after_commit(
    session: AsyncSession, office: Office, user_id: int, dispatch: Dispatch | None
) -> None:
    """Once committed, send ``dispatch`` (if any) to the workers and a hint to the user's streams."""
    broker = office.broker
    if dispatch is not None and broker is None:
        await submission.wake_dispatchers(session)
    elif dispatch is not None and broker is not None:
        message = dispatch
        after_commit(session, lambda: broker.publish([message]))
    office.announce_after(session, user_id)


async def _submitted_before(
    session: AsyncSession, user_id: int, kind: str, idempotency: Idempotency | None
) -> JobView:
    if idempotency is None:  # only a key can collide
        raise IdempotencyKeyReusedError
    job = await submission.find_by_key(session, user_id, kind, idempotency.key)
    if job.request_hash != idempotency.request_hash:
        raise IdempotencyKeyReusedError
    return view_of(job)
