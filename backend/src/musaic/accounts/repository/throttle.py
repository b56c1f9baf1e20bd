"""Queries over failed log-ins."""

from datetime import datetime, timedelta

from sqlalchemy import Float, case, cast, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts.models import LoginThrottle


async def count_attempt(
    session: AsyncSession, subject: bytes, moment: datetime, *, free: int, cap_s: int, window: timedelta
) -> bool:
    """Count an attempt as failed before it is tried; return False, uncounted, while it must wait.

    From the ``free``-th failure on, the wait is 1, 2, 4 … at most ``cap_s`` seconds; ``window``
    after the last failure all is forgotten. One statement, so that parallel guesses cannot all
    slip through before the first of them has failed.
    """
    kept = case((LoginThrottle.last_failure_at < moment - window, 0), else_=LoginThrottle.failures) + 1
    exponent = cast(func.least(kept - free, 30), Float)
    wait_s = case((kept < free, 0.0), else_=func.least(float(cap_s), func.power(2.0, exponent)))
    first_wait = timedelta(seconds=1) if free <= 1 else timedelta()
    statement = (
        insert(LoginThrottle)
        .values(subject_hash=subject, failures=1, blocked_until=moment + first_wait, last_failure_at=moment)
        .on_conflict_do_update(
            index_elements=[LoginThrottle.subject_hash],
            set_={
                "failures": kept,
                "last_failure_at": moment,
                "blocked_until": literal(moment) + func.make_interval(0, 0, 0, 0, 0, 0, wait_s),
            },
            # Tries at once may come in another order than their moments: no wait is none for either.
            where=LoginThrottle.blocked_until <= func.greatest(moment, LoginThrottle.last_failure_at),
        )
        .returning(LoginThrottle.failures)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def blocked_until(session: AsyncSession, subject: bytes) -> datetime | None:
    """Return until when ``subject`` must wait."""
    query = select(LoginThrottle.blocked_until).where(LoginThrottle.subject_hash == subject)
    return (await session.execute(query)).scalar_one_or_none()


async def forget(session: AsyncSession, subject: bytes) -> None:
    """Drop every failure of ``subject``."""
    await session.execute(delete(LoginThrottle).where(LoginThrottle.subject_hash == subject))


async def take_back(session: AsyncSession, subject: bytes) -> None:
    """Take back one failure that turned out to be a success; a wait in force stays."""
    await session.execute(
        update(LoginThrottle)
        .where(LoginThrottle.subject_hash == subject, LoginThrottle.failures > 0)
        .values(failures=LoginThrottle.failures - 1)
    )


async def delete_older(session: AsyncSession, before: datetime) -> int:
    """Delete what last failed before ``before``; return how many."""
    old = LoginThrottle.last_failure_at < before
    result = await session.execute(delete(LoginThrottle).where(old).returning(LoginThrottle.failures))
    return len(result.scalars().all())
