"""The dispatcher: sends due jobs to workers and takes abandoned ones back. Run any number of them."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from musaic.jobs.kinds import JobKind
from musaic.jobs.models import Job
from musaic.jobs.office import Office
from musaic.jobs.ports import Broker
from musaic.jobs.repository import dispatch as repository
from musaic.jobs.repository import events, leases
from musaic.jobs.repository.leases import Lease
from musaic.jobs.service.outcome import (
    TIME_LIMIT,
    TIME_LIMIT_CODE,
    WORKER_LOST,
    WORKER_LOST_CODE,
    backoff_s,
)
from musaic.platform.clock import now
from musaic.platform.database import Database

_SEND_AGAIN_S = 1.0

log = structlog.get_logger(__name__)


class BrokerMemory(Protocol):
    """Notices that the broker lost messages."""

    async def is_lost(self) -> bool | None:
        """Tell whether messages may be gone since ``remember``; None when the broker is away."""

    async def remember(self) -> None:
        """Call once everything that is due was sent again."""


@dataclass(frozen=True)
class Timing:
    """Seconds: the longest pause between looks, how long a message counts, the first backoff."""

    tick_s: float
    redispatch_after_s: float
    backoff_s: float


class Dispatcher:
    """One dispatcher; ``wake`` makes it look at once, ``run`` ends when it is cancelled."""

    def __init__(
        self, database: Database, office: Office, broker: Broker, memory: BrokerMemory, timing: Timing
    ) -> None:
        self._database = database
        self._office = office
        self._broker = broker
        self._memory = memory
        self._timing = timing
        self._woken = asyncio.Event()
        self._kinds = [kind.name for kind in office.kinds]

    def wake(self) -> None:
        """Look for due jobs now."""
        self._woken.set()

    async def run(self, *others: Callable[[], Awaitable[None]]) -> None:
        """Work until cancelled; ``others`` are called at every tick. No failure ends it."""
        while True:
            self._woken.clear()
            for work in (self.recall, self.reap, self.dispatch, *others):
                try:
                    await work()
                except Exception as error:  # noqa: BLE001  servers come back, and so do we
                    log.warning("dispatcher_failed", work=work.__name__, error=repr(error)[:200])
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._timing.tick_s):
                    await self._woken.wait()

    async def dispatch(self) -> None:
        """Send every due job."""
        full = True
        while full:
            async with self._database.system_transaction() as session:
                due = await repository.take_due(
                    session, self._kinds, redispatch_after_s=self._timing.redispatch_after_s
                )
            sent = await self._broker.publish(due)
            if sent < len(due):
                ids = [each.job_id for each in due[sent:]]
                async with self._database.system_transaction() as session:
                    await repository.unmark(session, ids, delay_s=_SEND_AGAIN_S)
            full = sent == repository.BATCH

    async def recall(self) -> None:
        """Send everything again that waits, if the broker lost its memory."""
        if await self._memory.is_lost():
            async with self._database.system_transaction() as session:
                again = await repository.unmark_all(session)
            await self._memory.remember()
            # A broker that starts for the first time remembers nothing, either.
            if again:
                log.warning("broker_lost_its_memory", jobs_sent_again=again)

    async def reap(self) -> None:
        """Queue abandoned jobs again, or end those that were asked to or have no attempt left."""
        async with self._database.system_transaction() as session:
            for job in await repository.abandoned(session):
                await repository.count_lost_lease(session)
                lease = Lease(job.id, job.lease_token or 0)
                state, code, message = _fate(job, self._office.kinds.get(job.kind))
                if state == "queued":
                    delay_s = backoff_s(job.attempt, self._timing.backoff_s)
                    changed = await leases.put_back(
                        session, lease, delay_s=delay_s, code=code, message=message
                    )
                else:
                    changed = await leases.end(session, lease, state, code=code, message=message)
                if changed is None:
                    continue
                log.warning("lease_lost", job_id=str(job.id), attempt=job.attempt, now=state)
                await events.record(session, changed)
                self._office.announce_after(session, changed.user_id)


def _fate(job: Job, kind: JobKind | None) -> tuple[str, str | None, str | None]:
    """Return the next state of an abandoned job, with code and message."""
    if job.cancel_requested:
        return "cancelled", None, None
    began = job.attempt_started_at
    if kind and began and now() - began > timedelta(seconds=kind.hard_limit_s):
        return "failed", TIME_LIMIT_CODE, TIME_LIMIT
    state = "dead" if job.attempt >= job.max_attempts else "queued"
    return state, WORKER_LOST_CODE, WORKER_LOST
