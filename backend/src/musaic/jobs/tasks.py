"""Celery shells: one task that runs a job by its id, in children that own one event loop each."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog

from musaic.jobs.adapters.celery_app import RUN_JOB
from musaic.jobs.adapters.lifeline import Lifeline
from musaic.jobs.kinds import Schedule
from musaic.jobs.service.run import Runner
from musaic.jobs.service.upkeep import forget_old, sweep_scratch

if TYPE_CHECKING:
    from celery import Celery

OpenRunner = Callable[[], AbstractAsyncContextManager[Runner]]
SCHEDULES = (
    Schedule("jobs.forget", timedelta(hours=1), forget_old),
    Schedule("jobs.scratch", timedelta(hours=6), sweep_scratch),
)
# Supervisors grant ten seconds; what then still runs is reaped through its lease.
_GRACE_S = 8.5
_POLL_S = 0.1

log = structlog.get_logger(__name__)


class Child:
    """What a pool process owns: an event loop in a thread, and a runner in that loop."""

    def __init__(self, open_runner: OpenRunner, lifeline: Lifeline) -> None:
        self._lifeline = lifeline
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="jobs", daemon=True).start()
        self._stack = AsyncExitStack()
        self._runner: Runner = self._call(self._open(open_runner))

    def run(self, job_id: str) -> None:
        """Run one job; ends the process if a thread of the job would not stop."""
        self._call(self._runner.run(UUID(job_id)))
        if self._runner.stuck:
            log.error("worker_process_ends_itself", job_id=job_id)
            os._exit(1)

    def _call(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _open(self, open_runner: OpenRunner) -> Runner:
        runner = await self._stack.enter_async_context(open_runner())
        descriptor = self._lifeline.child_end()
        self._loop.add_reader(descriptor, self._drain, descriptor, runner)
        return runner

    def _drain(self, descriptor: int, runner: Runner) -> None:
        self._loop.remove_reader(descriptor)
        runner.drain()
        self._leaving = self._loop.create_task(self._leave_when_orphaned(runner))

    async def _leave_when_orphaned(self, runner: Runner) -> None:
        while runner.is_busy or not self._lifeline.is_orphan():  # noqa: ASYNC110  nobody tells that a parent died
            await asyncio.sleep(_POLL_S)
        os._exit(0)


def install(app: Celery, open_runner: OpenRunner) -> None:
    """Register the task and the life of the pool's processes on ``app``."""
    from celery import signals  # noqa: PLC0415  API and dispatcher know this module for its schedules only

    lifelines: list[Lifeline] = []
    children: list[Child] = []

    def run_job(job_id: str) -> None:
        children[0].run(job_id)

    app.task(run_job, name=RUN_JOB)

    def before_the_pool(**_: object) -> None:
        lifelines.append(Lifeline())

    def in_each_child(**_: object) -> None:
        children.append(Child(open_runner, lifelines[0]))

    def at_the_end(**_: object) -> None:
        lifelines[0].pull()
        timer = threading.Timer(_GRACE_S, _end_now)
        timer.daemon = True
        timer.start()

    signals.worker_init.connect(before_the_pool, weak=False)
    signals.worker_process_init.connect(in_each_child, weak=False)
    signals.worker_shutting_down.connect(at_the_end, weak=False)


def _end_now() -> None:
    """End everything: Celery would wait for ever for a task that does not return."""
    import psutil  # noqa: PLC0415  needed at a bad end only

    log.error("worker_killed_after_grace", seconds=_GRACE_S)
    for child in psutil.Process().children(recursive=True):
        child.kill()
    os._exit(1)
