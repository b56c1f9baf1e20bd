"""Starts every service in order, waits for a signal, stops them in the opposite order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

from musaic.platform.supervisor import sweep
from musaic.platform.supervisor.console import Console
from musaic.platform.supervisor.guardian import Guardian
from musaic.platform.supervisor.lock import DataDirectoryLock
from musaic.platform.supervisor.runner import Runner
from musaic.platform.supervisor.service import Service, stop_waves

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SWEEP_GRACE_S = 4.0
_CLEAN_UP_S = 2.0


class Supervisor:
    """Owns the services of one data directory.

    ``services`` are listed so that dependencies come first. ``on_ready`` runs once, when every
    service has been ready.
    """

    def __init__(
        self,
        services: tuple[Service, ...],
        *,
        data_dir: Path,
        console: Console,
        address: str,
        on_ready: Callable[[], Awaitable[None]],
    ) -> None:
        """Describe; nothing runs before ``run``."""
        self._services = services
        self._data_dir = data_dir.resolve()
        self._console = console
        self._address = address
        self._on_ready = on_ready
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Run until a signal asks to stop.

        Raises AlreadyRunsError, or ServiceFailedError when a one-time step failed; everything is
        stopped by then.
        """
        loop = asyncio.get_running_loop()
        for number in _STOP_SIGNALS:
            loop.add_signal_handler(number, self._stop.set)
        with DataDirectoryLock(self._data_dir, self._address):
            await self._sweep()
            guardian = Guardian(self._data_dir)
            await guardian.start()
            try:
                await self._supervise(guardian)
            finally:
                await guardian.close()

    async def _sweep(self) -> None:
        """End what a killed supervisor left; two servers on one data directory would ruin it."""
        stray = await asyncio.to_thread(sweep.leftovers, self._data_dir)
        if stray:
            count = await asyncio.to_thread(sweep.end, stray, grace_s=_SWEEP_GRACE_S)
            self._console.progress(f"Ended {count} processes that an earlier run left behind")

    async def _supervise(self, guardian: Guardian) -> None:
        runners = {
            service.name: Runner(service, self._data_dir, guardian, self._console)
            for service in self._services
        }
        lives = [asyncio.create_task(self._live(runner, runners)) for runner in runners.values()]
        announcing = asyncio.create_task(self._announce(runners))
        stopping = asyncio.create_task(self._stop.wait())
        try:
            failed = await _first_failure(lives, stopping)
        finally:
            announcing.cancel()
            stopping.cancel()
            await self._stop_all(runners, lives)
        if failed is not None:
            raise failed

    async def _live(self, runner: Runner, runners: dict[str, Runner]) -> None:
        service = runner.service
        needed = () if service.waits_itself else service.depends_on
        for name in (*needed, *service.start_after):
            await runners[name].ready.wait()
        if not self._stop.is_set():
            await runner.run()

    async def _announce(self, runners: dict[str, Runner]) -> None:
        for runner in runners.values():
            await runner.ready.wait()
        await self._on_ready()

    async def _stop_all(self, runners: dict[str, Runner], lives: list[asyncio.Task[None]]) -> None:
        self._console.progress("Stopping")
        self._stop.set()
        for wave in stop_waves(self._services):
            await asyncio.gather(*(runners[name].stop() for name in wave))
        for life, runner in zip(lives, runners.values(), strict=True):
            if not runner.active:  # it still waits for a dependency
                life.cancel()
        _, late = await asyncio.wait(lives, timeout=_CLEAN_UP_S)
        for life in late:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        self._console.progress("Stopped")


async def _first_failure(
    lives: list[asyncio.Task[None]], stopping: asyncio.Task[bool]
) -> BaseException | None:
    """Wait for the stop signal or for the first task that fails; return its error."""
    waiting: set[asyncio.Task[None] | asyncio.Task[bool]] = {*lives, stopping}
    while True:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {stopping}:
            if task.exception() is not None:
                return task.exception()
        if stopping in done:
            return None
