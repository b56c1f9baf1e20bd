"""The life of one service: start, become ready, die, start again, until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from pathlib import Path

from musaic.platform.embedded.errors import EmbeddedServerError
from musaic.platform.supervisor import sweep
from musaic.platform.supervisor.console import Console
from musaic.platform.supervisor.errors import ServiceFailedError, SupervisorError
from musaic.platform.supervisor.guardian import Guardian
from musaic.platform.supervisor.logs import ServiceLog
from musaic.platform.supervisor.service import Service

_PROBE_EVERY_S = 0.05
_DRAIN_S = 1.0


class Runner:
    """Owns the processes of one service, one at a time."""

    def __init__(self, service: Service, data_dir: Path, guardian: Guardian, console: Console) -> None:
        """Describe; nothing runs before ``run``."""
        self.service = service
        self.ready = asyncio.Event()
        self.process: asyncio.subprocess.Process | None = None
        self.active = False
        self._data_dir = data_dir
        self._guardian = guardian
        self._console = console
        self._log = ServiceLog(data_dir / "logs", service, console)
        self._stopping = asyncio.Event()
        self._title = service.title or service.name

    async def run(self) -> None:
        """Keep the service running until ``stop``; a one-time step until it succeeded.

        Raises ServiceFailedError when a one-time step fails.
        """
        self.active = True
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            reason = await self._live_once()
            if self.service.once and reason == "":
                self.ready.set()
                return
            if self._stopping.is_set():
                return
            if self.service.once:
                raise ServiceFailedError(self._failure(reason))
            stable = time.monotonic() - began >= self.service.backoff.stable_s
            failures = 1 if stable else failures + 1
            pause = self.service.backoff.pause(failures)
            self._console.progress(f"{self._title} {reason}; starting it again in {pause:.1f} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def stop(self) -> None:
        """Ask the process to end, kill its whole group when it does not in time."""
        self._stopping.set()
        process = self.process
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(self.service.stop_signal)
        try:
            await asyncio.wait_for(process.wait(), self.service.stop_timeout_s)
        except TimeoutError:
            sweep.kill_group(process.pid)
            await process.wait()

    async def _live_once(self) -> str:
        """Run one process from start to end; return why it ended, empty for status 0."""
        try:
            if self.service.prepare is not None:
                await asyncio.to_thread(self.service.prepare)
            if self._stopping.is_set():
                return "was stopped"
            process, reading = await self._spawn()
        except (EmbeddedServerError, SupervisorError, OSError) as error:
            self._log.write(f"ERROR: {error}")
            return "cannot start"
        probing = asyncio.create_task(self._probe(process))
        code = await process.wait()
        timed_out = probing.done() and not probing.cancelled() and probing.result()
        probing.cancel()
        self.process = None
        await self._clean_up(process.pid)
        await asyncio.wait([reading], timeout=_DRAIN_S)
        reading.cancel()
        if timed_out:
            return f"was not ready after {self.service.ready_timeout_s:.0f} s"
        if code == 0:
            return "" if self.service.once else "ended"
        if code < 0:
            return f"was killed by signal {-code}"
        return f"ended with status {code} ({self._log.last_words()})"

    async def _spawn(self) -> tuple[asyncio.subprocess.Process, asyncio.Task[None]]:
        """Start the process; return it and the task that reads what it and its children print."""
        service = self.service
        command = service.launch.wrap(
            list(service.argv), parent=os.getpid(), death_signal=int(service.stop_signal)
        )
        inherited = {} if service.clean_env else dict(os.environ)
        # A pipe of our own: with asyncio's, wait() would last until the last grandchild closed it.
        ours, theirs = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=theirs,
                stderr=asyncio.subprocess.STDOUT,
                env=inherited | dict(service.env) | sweep.marks(self._data_dir, service.name),
                start_new_session=True,
            )
        except OSError:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        self.process = process
        self._guardian.add(process.pid, service.stop_signal)
        if self._stopping.is_set():  # told to stop while it was being made
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(service.stop_signal)
        return process, asyncio.create_task(self._log.follow(ours))

    async def _probe(self, process: asyncio.subprocess.Process) -> bool:
        """Wait until the service is ready; return True when it was ended for not becoming so."""
        service = self.service
        if service.once:
            return False
        deadline = time.monotonic() + service.ready_timeout_s
        while service.ready is not None and not await service.ready(process.pid):
            if time.monotonic() > deadline:
                sweep.kill_group(process.pid)
                return True
            await asyncio.sleep(_PROBE_EVERY_S)
        self._console.progress(f"{self._title} is {'ready' if service.ready else 'started'}")
        self.ready.set()
        return False

    async def _clean_up(self, pid: int) -> None:
        """End what the dead process left: pool children, decoders, sessions of the database."""
        sweep.kill_group(pid)
        stray = await asyncio.to_thread(sweep.leftovers, self._data_dir, self.service.name)
        if stray:
            await asyncio.to_thread(sweep.end, stray, grace_s=0.5)
        self._guardian.remove(pid)

    def _failure(self, reason: str) -> str:
        tail = "\n".join(f"    {line}" for line in self._log.tail)
        return f"{self._title} {reason}. It said (full log: {self._log.path}):\n{tail}"
