"""Maintenance: running what rooms have scheduled, and this room's own share of it."""

import asyncio
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

import structlog

from musaic.jobs.kinds import Schedule, Upkeep
from musaic.jobs.repository import dispatch as repository
from musaic.jobs.repository import figures

SCRATCH = "scratch"
_EVENTS_DAYS = 7
_REPLIES_DAYS = 2
_SCRATCH_S = 24 * 3600
_FIRST_RUN_S = 60.0
_LONGEST_RUN_S = 3600.0

log = structlog.get_logger(__name__)


class Caretaker:
    """Starts due schedules one by one beside the dispatcher; any number of them may share a database."""

    def __init__(self, upkeep: Upkeep, schedules: Iterable[Schedule]) -> None:
        self._upkeep = upkeep
        self._schedules: dict[str, Schedule] = {}
        for schedule in schedules:
            if schedule.name in self._schedules:
                message = f"The schedule {schedule.name} is declared twice."
                raise ValueError(message)
            self._schedules[schedule.name] = schedule
        self._known = False
        self._running: set[asyncio.Task[None]] = set()

    async def tick(self) -> None:
        """Start what is due, in the background."""
        if not self._schedules:
            return
        async with self._upkeep.database.system_transaction() as session:
            if not self._known:
                first = {
                    name: min(_FIRST_RUN_S, each.every.total_seconds())
                    for name, each in self._schedules.items()
                }
                await repository.add_schedules(session, first)
            periods = {name: each.every for name, each in self._schedules.items()}
            due = await repository.take_schedules(session, periods)
        self._known = True
        for name in due:
            task = asyncio.create_task(self._run(self._schedules[name]))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Stop what is running; it runs again at its next turn."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, schedule: Schedule) -> None:
        failure: str | None = None
        try:
            async with asyncio.timeout(min(_LONGEST_RUN_S, max(1.0, schedule.every.total_seconds()))):
                await schedule.run(self._upkeep)
        except Exception as error:
            failure = type(error).__name__
            log.exception("maintenance_failed", schedule=schedule.name)
        async with self._upkeep.database.system_transaction() as session:
            await repository.note_schedule(session, schedule.name, failure)


async def forget_old(upkeep: Upkeep) -> None:
    """Delete old events and idempotent replies."""
    async with upkeep.database.system_transaction() as session:
        await figures.forget(session, events_days=_EVENTS_DAYS, replies_days=_REPLIES_DAYS)


async def sweep_scratch(upkeep: Upkeep) -> None:
    """Remove scratch folders that killed workers left more than a day ago."""
    await asyncio.to_thread(_sweep, upkeep.settings.data_dir / SCRATCH)


def _sweep(root: Path) -> None:
    if not root.is_dir():
        return
    oldest = time.time() - _SCRATCH_S
    for folder in root.iterdir():
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
