"""One attempt at a job: the context its handler works with, kept alive by heartbeats."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.errors import JobCancelled, LeaseLost
from musaic.jobs.kinds import JobKind
from musaic.jobs.models import Job
from musaic.jobs.ports import Json
from musaic.jobs.repository.leases import Lease, Progress
from musaic.jobs.service.eta import remaining_s
from musaic.jobs.service.ledger import Ledger
from musaic.platform.database import is_database_away

PROGRESS_EVERY_S = 0.5
_ASK_AGAIN_S = 0.2

log = structlog.get_logger(__name__)


class Draining(LeaseLost):
    """The worker is going away: the job returns to the queue without having used an attempt."""


class TimeLimit(LeaseLost):
    """The kind's soft limit has passed."""


class Attempt:
    """The JobContext of one claimed job."""

    def __init__(self, ledger: Ledger, kind: JobKind, job: Job, scratch: Path) -> None:
        self._ledger = ledger
        self._kind = kind
        self._units = job.units
        self.job_id: UUID = job.id
        self.user_id: int = job.user_id
        self.args: Mapping[str, Json] = job.args
        self.attempt: int = job.attempt
        self.scratch = scratch
        self.lease = Lease(job.id, job.lease_token or 0)
        self.max_attempts = job.max_attempts
        self.stopped = asyncio.Event()
        self.finished = False
        self._order: type[BaseException] | None = None
        self._news: tuple[str, float] | None = None
        self._pace_s: float | None = None
        self._pace_known = False
        self._writing = asyncio.Lock()
        self._started = time.monotonic()
        self._lease_ends = self._started + ledger.lease_s

    def progress(self, step: str, fraction: float) -> None:
        """Note how far ``step`` is; the next beat writes it."""
        percent = self._kind.percent(step, fraction)
        self.check()
        self._news = (step, percent)

    def check(self) -> None:
        """Raise when the handler must stop."""
        if self._order is not None and not self.finished:
            raise self._order

    def stop(self, order: type[BaseException]) -> None:
        """Order the handler to stop; the first order counts. Call on the event loop."""
        if self._order is None and not self.finished:
            self._order = order
            self.stopped.set()

    @property
    def order(self) -> type[BaseException] | None:
        """The order to stop that was given, if any."""
        return self._order

    def transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Open one short transaction of the job's user."""
        self.check()
        return self._ledger.database.user_transaction(self.user_id)

    @asynccontextmanager
    async def finish(self, result: Mapping[str, Json] | None = None) -> AsyncIterator[AsyncSession]:
        """Open the fenced transaction; see JobContext."""
        self.check()
        alone = False
        try:
            async with self._ledger.database.user_transaction(self.user_id) as session:
                yield session
                # From here to the commit no beat may run: it would wait for our row lock, find the
                # job finished and take that for a lost lease.
                alone = await self._writing.acquire()
                await self._succeed(session, result)
            self.finished = True
        except Exception as error:
            # A connection lost during the commit leaves it open whether the server did commit.
            if not is_database_away(error) or not await self._did_commit():
                raise
            self.finished = True
        finally:
            if alone:
                self._writing.release()

    async def _succeed(self, session: AsyncSession, result: Mapping[str, Json] | None) -> None:
        if await self._ledger.succeed(session, self.lease, result) is not None:
            return
        wanted = await self._ledger.beat(self.lease, None)
        order: type[BaseException] = LeaseLost if wanted is None else JobCancelled
        self.stop(order)
        raise order

    async def _did_commit(self) -> bool:
        """Look at the row until the database answers; raises LeaseLost when it does not in time."""
        deadline = max(self._lease_ends, time.monotonic() + self._ledger.lease_s)
        while time.monotonic() < deadline:
            try:
                return await self._ledger.has_succeeded(self.lease)
            except Exception as error:
                if not is_database_away(error):
                    raise
                await asyncio.sleep(_ASK_AGAIN_S)
        raise LeaseLost

    async def keep_alive(self) -> None:
        """Beat every third of the lease, and at most twice a second when there is news."""
        period_s = self._ledger.lease_s / 3
        last_beat = time.monotonic()
        while not self.stopped.is_set() and not self.finished:
            await asyncio.sleep(min(PROGRESS_EVERY_S, period_s / 2))
            if self._news is None and time.monotonic() - last_beat < period_s:
                continue
            last_beat = time.monotonic()
            async with self._writing:
                if not self.finished:
                    await self._beat(last_beat)

    async def _beat(self, began: float) -> None:
        news, self._news = self._news, None
        try:
            # Longer than this would be of no use: the lease would be over.
            async with asyncio.timeout(max(0.1, self._lease_ends - began)):
                wanted = await self._ledger.beat(self.lease, await self._progress(news))
        except Exception as error:
            if not is_database_away(error):
                raise
            self._news = self._news or news
            log.warning("heartbeat_failed", error=type(error).__name__)
            if time.monotonic() >= self._lease_ends:
                self.stop(LeaseLost)
            return
        if wanted is None:
            self.stop(LeaseLost)
        elif wanted:
            self.stop(JobCancelled)
        self._lease_ends = began + self._ledger.lease_s

    async def _progress(self, news: tuple[str, float] | None) -> Progress | None:
        if news is None:
            return None
        if not self._pace_known:
            self._pace_s = await self._ledger.seconds_per_unit(self._kind.name)
            self._pace_known = True
        step, percent = news
        history_s = None if self._pace_s is None else self._pace_s * self._units
        return Progress(step, percent, remaining_s(time.monotonic() - self._started, percent, history_s))
