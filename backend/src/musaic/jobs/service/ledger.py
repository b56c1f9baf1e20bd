"""Short transactions that move jobs on, each with its event and its hint to streams."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.models import Job
from musaic.jobs.office import Office
from musaic.jobs.ports import Json
from musaic.jobs.repository import events, figures, leases, submission
from musaic.jobs.repository.leases import Lease, Progress
from musaic.jobs.service.outcome import Failure, backoff_s
from musaic.platform.database import Database


@dataclass(frozen=True)
class Ledger:
    """What one worker process writes down about jobs."""

    database: Database
    office: Office
    lease_s: float
    backoff_s: float

    async def _record(self, session: AsyncSession, job: Job | None) -> Job | None:
        if job is not None:
            await events.record(session, job)
            self.office.announce_after(session, job.user_id)
        return job

    async def claim(self, job_id: UUID) -> Job | None:
        """Start the next attempt; None when there is nothing to do."""
        names = [kind.name for kind in self.office.kinds]
        async with self.database.system_transaction() as session:
            job = await leases.claim(session, job_id, kinds=names, lease_s=self.lease_s)
            return await self._record(session, job)

    async def beat(self, lease: Lease, progress: Progress | None) -> bool | None:
        """Keep the lease; returns whether a cancel is wanted, None when the lease is lost."""
        async with self.database.system_transaction() as session:
            if progress is None:
                return await leases.extend(session, lease, self.lease_s)
            job = await self._record(session, await leases.advance(session, lease, self.lease_s, progress))
            return None if job is None else job.cancel_requested

    async def succeed(
        self, session: AsyncSession, lease: Lease, result: Mapping[str, Json] | None
    ) -> Job | None:
        """Finish inside ``session``, beside the result's rows; None when this attempt may not."""
        return await self._record(session, await leases.succeed(session, lease, result))

    async def has_succeeded(self, lease: Lease) -> bool:
        """Tell whether the finish transaction of this lease did commit."""
        async with self.database.system_transaction() as session:
            return await leases.holds(session, lease, "succeeded")

    async def cancelled(self, lease: Lease) -> Job | None:
        """End a job that its user cancelled."""
        async with self.database.system_transaction() as session:
            return await self._record(session, await leases.end(session, lease, "cancelled"))

    async def failed(self, lease: Lease, failure: Failure, attempt: int, max_attempts: int) -> Job | None:
        """End the job, or queue it again after a growing wait."""
        code, message = failure.code, failure.message
        async with self.database.system_transaction() as session:
            if failure.transient and attempt < max_attempts:
                delay_s = max(failure.retry_after_s, backoff_s(attempt, self.backoff_s))
                job = await leases.put_back(session, lease, delay_s=delay_s, code=code, message=message)
            else:
                state = "dead" if failure.transient else "failed"
                job = await leases.end(session, lease, state, code=code, message=message)
            return await self._record(session, job)

    async def given_back(self, lease: Lease) -> Job | None:
        """Queue the job again without counting the attempt, and wake the dispatchers."""
        async with self.database.system_transaction() as session:
            job = await self._record(session, await leases.give_back(session, lease))
            if job is not None:
                await submission.wake_dispatchers(session)
            return job

    async def seconds_per_unit(self, kind: str) -> float | None:
        """Return the median pace of earlier jobs of ``kind``."""
        async with self.database.system_transaction() as session:
            return await figures.seconds_per_unit(session, kind)
