"""The supervisor's side of the guard process."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from pathlib import Path

_MODULE = "musaic.platform.supervisor.guard"
_LEAVE_S = 2.0


class Guardian:
    """Keeps one guard alive and tells it which process groups exist."""

    def __init__(self, data_dir: Path) -> None:
        """Describe the guard; ``start`` starts it."""
        self._data_dir = data_dir
        self._groups: dict[int, signal.Signals] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the guard, and start it again should it be killed."""
        await self._spawn()
        self._watch = asyncio.create_task(self._keep_alive())

    async def close(self) -> None:
        """Let the guard go; it ends what is still listed, normally nothing."""
        if self._watch is not None:
            self._watch.cancel()
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), _LEAVE_S)

    def add(self, group: int, number: signal.Signals) -> None:
        """Tell of a new process group and of the signal that stops it."""
        self._groups[group] = number
        self._tell(f"+ {group} {int(number)}\n")

    def remove(self, group: int) -> None:
        """Tell that a process group is gone."""
        self._groups.pop(group, None)
        self._tell(f"- {group}\n")

    def _tell(self, line: str) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(ConnectionError, RuntimeError):  # it died: told again at its restart
                self._process.stdin.write(line.encode())

    async def _spawn(self) -> None:
        # Its own session: a signal to the supervisor's group must not reach it.
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", _MODULE, str(self._data_dir)),
            stdin=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        for group, number in self._groups.items():
            self._tell(f"+ {group} {int(number)}\n")

    async def _keep_alive(self) -> None:
        while self._process is not None:
            await self._process.wait()
            await asyncio.sleep(0.5)
            await self._spawn()
