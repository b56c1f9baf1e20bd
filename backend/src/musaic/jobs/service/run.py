"""Running one job from claim to outcome, whatever happens on the way."""

import asyncio
import logging
import shutil
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import UUID

import structlog

from musaic.jobs.errors import JobCancelled, LeaseLost
from musaic.jobs.kinds import JobKind
from musaic.jobs.models import Job
from musaic.jobs.service.attempt import Attempt, Draining, TimeLimit
from musaic.jobs.service.ledger import Ledger
from musaic.jobs.service.outcome import (
    TIME_LIMIT,
    TIME_LIMIT_CODE,
    UNEXPECTED_CODE,
    Failure,
    failure_of,
)
from musaic.platform.database import is_database_away

# After an order to stop: so long may a handler go on until it asks, then it is cancelled, then left.
_NOTICE_S = 2.0
_CANCEL_S = 2.0
_ASK_AGAIN_S = 0.3
_THREADS = 4

log = structlog.get_logger(__name__)


class Runner:
    """Runs jobs one at a time in a worker process; ``drain`` makes it give back what it has.

    ``stuck`` tells that a thread of a job would not stop: the process should be ended.
    """

    def __init__(self, ledger: Ledger, scratch_root: Path) -> None:
        self._ledger = ledger
        self._scratch_root = scratch_root
        self._current: Attempt | None = None
        self._draining = False
        self._house = ThreadPoolExecutor(2, thread_name_prefix="job-house")
        self.stuck = False

    @property
    def is_busy(self) -> bool:
        """Whether a job is in hand."""
        return self._current is not None

    def drain(self) -> None:
        """Take nothing more and give back the job in hand. Call on the event loop."""
        self._draining = True
        if self._current is not None:
            self._current.stop(Draining)

    async def run(self, job_id: UUID) -> None:
        """Run the job if it is due and free; never raises for what its handler does."""
        if self._draining:
            return
        job = await self._claim(job_id)
        kind = None if job is None else self._ledger.office.kinds.get(job.kind)
        if job is None or kind is None:
            return
        names = {"job_id": str(job.id), "user_id": job.user_id, "kind": job.kind, "attempt": job.attempt}
        with structlog.contextvars.bound_contextvars(**names):
            log.info("job_started")
            started = time.monotonic()
            outcome = await self._attempt(kind, job)
            log.info("job_ended", outcome=outcome, seconds=round(time.monotonic() - started, 3))

    async def _claim(self, job_id: UUID) -> Job | None:
        """Claim the job, waiting a moment for the database: the message will not come again soon."""
        deadline = time.monotonic() + self._ledger.lease_s
        while True:
            try:
                return await self._ledger.claim(job_id)
            except Exception as error:
                if not is_database_away(error) or self._draining or time.monotonic() >= deadline:
                    raise
                await asyncio.sleep(_ASK_AGAIN_S)

    async def _attempt(self, kind: JobKind, job: Job) -> str:
        scratch = self._scratch_root / f"{job.id}-{job.lease_token}"
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._house, _make_folder, scratch, f"{job.id}-*")
        attempt = Attempt(self._ledger, kind, job, scratch)
        self._current = attempt
        if self._draining:
            attempt.stop(Draining)
        # Threads of this job only, so that one that ignores the order to stop is noticed.
        threads = ThreadPoolExecutor(_THREADS, thread_name_prefix=f"job-{kind.name}")
        loop.set_default_executor(threads)
        beats = asyncio.create_task(attempt.keep_alive())
        try:
            error = await self._handle(kind, attempt)
            return await self._conclude(attempt, error)
        finally:
            beats.cancel()
            await asyncio.gather(beats, return_exceptions=True)
            loop.set_default_executor(self._house)
            await self._tidy(threads, scratch)
            self._current = None

    async def _tidy(self, threads: ThreadPoolExecutor, scratch: Path) -> None:
        loop = asyncio.get_running_loop()
        done, _ = await asyncio.wait({loop.run_in_executor(self._house, threads.shutdown)}, timeout=_NOTICE_S)
        self.stuck = not done
        await loop.run_in_executor(self._house, partial(shutil.rmtree, scratch, ignore_errors=True))

    async def _handle(self, kind: JobKind, attempt: Attempt) -> BaseException | None:
        """Run the handler until it ends or will not stop; returns what it raised."""
        work = asyncio.ensure_future(self._work(kind, attempt))
        stop = asyncio.create_task(attempt.stopped.wait())
        await asyncio.wait({work, stop}, timeout=kind.soft_limit_s, return_when=asyncio.FIRST_COMPLETED)
        if not work.done() and not stop.done():
            attempt.stop(TimeLimit)
        await asyncio.wait({work}, timeout=_NOTICE_S)
        if not work.done():
            work.cancel()
            await asyncio.wait({work}, timeout=_CANCEL_S)
        stop.cancel()
        if not work.done():
            log.error("handler_does_not_stop")
            return attempt.order() if attempt.order else None
        if work.cancelled():
            return attempt.order() if attempt.order else asyncio.CancelledError()
        return work.exception()

    async def _work(self, kind: JobKind, attempt: Attempt) -> None:
        await kind.handler(attempt)
        if not attempt.finished:
            async with attempt.finish():
                pass

    async def _conclude(self, attempt: Attempt, error: BaseException | None) -> str:
        if attempt.finished:
            if error is not None:
                log.warning("handler_failed_after_finish", exc_info=error)
            return "succeeded"
        lease, order = attempt.lease, attempt.order
        if order is Draining:
            return await self._write("given_back", lambda: self._ledger.given_back(lease))
        if isinstance(error, JobCancelled) or order is JobCancelled:
            return await self._write("cancelled", lambda: self._ledger.cancelled(lease))
        if order is TimeLimit:
            failure = Failure(TIME_LIMIT_CODE, TIME_LIMIT)
        elif isinstance(error, LeaseLost) or order is LeaseLost or not isinstance(error, Exception):
            return "lease_lost"
        else:
            failure = failure_of(error)
            unexpected = failure.code == UNEXPECTED_CODE
            log.log(
                logging.ERROR if unexpected else logging.INFO, "job_error", code=failure.code, exc_info=error
            )
        return await self._write(
            failure.code,
            lambda: self._ledger.failed(lease, failure, attempt.attempt, attempt.max_attempts),
        )

    async def _write(self, outcome: str, write: Callable[[], Awaitable[Job | None]]) -> str:
        """Write the outcome down, waiting for the database as long as a lease; then it is reaped."""
        deadline = time.monotonic() + self._ledger.lease_s
        while True:
            try:
                return outcome if await write() is not None else "fenced"
            except Exception as error:
                if not is_database_away(error) or time.monotonic() >= deadline:
                    log.exception("outcome_not_written", outcome=outcome)
                    return "left_to_the_reaper"
                await asyncio.sleep(_ASK_AGAIN_S)


def _make_folder(path: Path, earlier: str) -> None:
    """Make the attempt's folder; earlier attempts that were killed have left theirs."""
    for folder in path.parent.glob(earlier):
        shutil.rmtree(folder, ignore_errors=True)
    path.mkdir(parents=True, exist_ok=True)
