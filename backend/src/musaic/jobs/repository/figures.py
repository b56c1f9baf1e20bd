"""Queries of figures: how jobs went before, how many wait, what may be forgotten."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.models import IdempotentReply, Job, JobEvent

_SAMPLE = 50
_LOST = text("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM job_leases_lost")
_PICKUP = text(
    "SELECT percentile_cont(array[0.5, 0.95]) WITHIN GROUP "
    "(ORDER BY extract(epoch FROM started_at - created_at)) "
    "FROM job WHERE started_at > now() - interval '5 minutes' AND attempt = 1"
)


@dataclass(frozen=True)
class Figures:
    """The state of the queue: counts by kind and state, ages and latencies in seconds."""

    counts: dict[tuple[str, str], int]
    oldest_queued_s: float
    leases_lost: int
    pickup_s: tuple[float, float] | None


async def read(session: AsyncSession) -> Figures:
    """Return the figures of now."""
    counted = await session.execute(select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state))
    age = func.extract("epoch", func.now() - func.min(Job.run_after))
    waiting = select(age).where(Job.state == "queued", Job.run_after <= func.now())
    oldest = (await session.execute(waiting)).scalar_one()
    lost = (await session.execute(_LOST)).scalar_one()
    pickup = (await session.execute(_PICKUP)).scalar_one()
    return Figures(
        counts={(kind, state): number for kind, state, number in counted},
        oldest_queued_s=float(oldest or 0),
        leases_lost=int(lost),
        pickup_s=None if pickup is None or pickup[0] is None else (float(pickup[0]), float(pickup[1])),
    )


async def seconds_per_unit(session: AsyncSession, kind: str) -> float | None:
    """Return the median time that recent jobs of ``kind`` took for one unit, if there were any."""
    recent = (
        select(
            (
                func.extract("epoch", Job.finished_at - Job.attempt_started_at)
                / func.greatest(Job.units, 1e-9)
            ).label("pace")
        )
        .where(Job.kind == kind, Job.state == "succeeded")
        .order_by(Job.finished_at.desc())
        .limit(_SAMPLE)
        .subquery()
    )
    median = select(func.percentile_cont(0.5).within_group(recent.c.pace))
    value = (await session.execute(median)).scalar_one()
    return None if value is None else float(value)


async def forget(session: AsyncSession, *, events_days: int, replies_days: int) -> None:
    """Delete events and idempotent replies that nobody can still be waiting for."""
    for model, days in ((JobEvent, events_days), (IdempotentReply, replies_days)):
        past = func.now() - func.make_interval(0, 0, 0, days)
        await session.execute(
            delete(model).where(model.created_at < past).execution_options(synchronize_session=False)
        )
