"""Queries that move a job between its states, each fenced by the lease token.

Only the database's clock counts, so a wrong clock on one machine cannot claim or reap anything.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.models import FENCE, Job

_WHOLE_ROW = {"synchronize_session": False, "populate_existing": True}


@dataclass(frozen=True)
class Lease:
    """The right to work on a job: its token is larger than that of every earlier lease."""

    job_id: UUID
    token: int


@dataclass(frozen=True)
class Progress:
    """How far an attempt is; ``remaining_s`` null when nobody knows."""

    step: str
    percent: float
    remaining_s: float | None


def later(seconds: float) -> ColumnElement[datetime]:
    """Return the moment ``seconds`` from now, by the database's clock."""
    return func.now() + timedelta(seconds=seconds)


def _held(lease: Lease) -> ColumnElement[bool]:
    return (Job.id == lease.job_id) & (Job.lease_token == lease.token) & (Job.state == "running")


async def claim(session: AsyncSession, job_id: UUID, *, kinds: Collection[str], lease_s: float) -> Job | None:
    """Start the next attempt of a due job; None when another has it or nothing is to be done."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.state == "queued", Job.run_after <= func.now())
        .where(~Job.cancel_requested, Job.kind.in_(kinds))
        .values(
            state="running",
            attempt=Job.attempt + 1,
            lease_token=FENCE.next_value(),
            lease_until=later(lease_s),
            started_at=func.coalesce(Job.started_at, func.now()),
            attempt_started_at=func.now(),
            expected_at=None,
            error_code=None,
            error_message=None,
            event_seq=Job.event_seq + 1,
        )
        .returning(Job)
        .execution_options(**_WHOLE_ROW)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def extend(session: AsyncSession, lease: Lease, lease_s: float) -> bool | None:
    """Lengthen the lease; returns whether the user wants the job cancelled, None when it is lost."""
    statement = (
        update(Job)
        .where(_held(lease))
        .values(lease_until=later(lease_s))
        .returning(Job.cancel_requested)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def advance(session: AsyncSession, lease: Lease, lease_s: float, progress: Progress) -> Job | None:
    """Store progress and lengthen the lease; None when it is lost. The percent never falls."""
    expected = None if progress.remaining_s is None else later(progress.remaining_s)
    return await _change(
        session,
        _held(lease),
        {
            "lease_until": later(lease_s),
            "step": progress.step,
            "percent": func.greatest(Job.percent, progress.percent),
            "expected_at": expected,
        },
    )


async def succeed(session: AsyncSession, lease: Lease, result: Mapping[str, Any] | None) -> Job | None:
    """Finish the job in this transaction; None when the lease is lost or a cancel was asked for."""
    values = {
        "state": "succeeded",
        "percent": 100,
        "result": None if result is None else dict(result),
        **_ended(),
    }
    return await _change(session, _held(lease) & ~Job.cancel_requested, values)


async def end(
    session: AsyncSession, lease: Lease, state: str, *, code: str | None = None, message: str | None = None
) -> Job | None:
    """Finish the job without a result: ``failed``, ``dead`` or ``cancelled``."""
    values = {"state": state, "error_code": code, "error_message": message, **_ended()}
    return await _change(session, _held(lease), values)


async def put_back(
    session: AsyncSession, lease: Lease, *, delay_s: float, code: str | None, message: str | None
) -> Job | None:
    """Queue the job for another attempt after ``delay_s`` seconds; end it if a cancel was asked for."""
    return await _queue(session, lease, _queued(delay_s, code, message))


async def give_back(session: AsyncSession, lease: Lease) -> Job | None:
    """Queue the job at once as if this attempt had not begun: its worker is going away.

    A job that was asked to stop meanwhile ends.
    """
    return await _queue(session, lease, {**_queued(0, None, None), "attempt": Job.attempt - 1})


async def _queue(session: AsyncSession, lease: Lease, values: Mapping[str, Any]) -> Job | None:
    """Queue the job, or end it if a cancel was asked for: nobody would claim it any more."""
    unwanted = {"state": "cancelled", **_ended()}
    ended = await _change(session, _held(lease) & Job.cancel_requested, unwanted)
    return ended or await _change(session, _held(lease) & ~Job.cancel_requested, values)


async def holds(session: AsyncSession, lease: Lease, state: str) -> bool:
    """Tell whether the job is in ``state`` through this very lease."""
    statement = select(Job.state == state).where(Job.id == lease.job_id, Job.lease_token == lease.token)
    return bool((await session.execute(statement)).scalar_one_or_none())


def _ended() -> dict[str, Any]:
    return {"finished_at": func.now(), "lease_until": None, "expected_at": None}


def _queued(delay_s: float, code: str | None, message: str | None) -> dict[str, Any]:
    return {
        "state": "queued",
        "run_after": later(delay_s),
        "publish_after": later(delay_s),
        "lease_until": None,
        "expected_at": None,
        "error_code": code,
        "error_message": message,
    }


async def _change(session: AsyncSession, where: ColumnElement[bool], values: Mapping[str, Any]) -> Job | None:
    statement = (
        update(Job)
        .where(where)
        .values(event_seq=Job.event_seq + 1, **values)
        .returning(Job)
        .execution_options(**_WHOLE_ROW)
    )
    return (await session.execute(statement)).scalar_one_or_none()
