"""Finding and ending processes that outlived the one that should have ended them.

Every child carries two marks in its environment. PostgreSQL and Valkey overwrite theirs when they
set their title, so they are known by their program and working directory instead.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterable
from pathlib import Path

import psutil

HOME_MARK = "MUSAIC_SUPERVISED_HOME"
SERVICE_MARK = "MUSAIC_SUPERVISED_SERVICE"
_SERVERS = {"postgres": "postgres", "valkey-server": "valkey"}


def marks(data_dir: Path, service: str) -> dict[str, str]:
    """Return what to add to a child's environment so that it can be found again."""
    return {HOME_MARK: str(data_dir), SERVICE_MARK: service}


def leftovers(data_dir: Path, service: str | None = None) -> list[psutil.Process]:
    """Return the live processes of one service, or of all, on that data directory."""
    found = []
    for process in psutil.process_iter():
        if process.pid == os.getpid():
            continue
        with contextlib.suppress(psutil.Error, OSError):
            owner = _service_of(process, data_dir)
            if owner is not None and service in {None, owner} and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def end(processes: Iterable[psutil.Process], *, grace_s: float) -> int:
    """Ask each process to end, kill those that have not after ``grace_s`` seconds; return how many."""
    waiting = list(processes)
    for process in waiting:
        with contextlib.suppress(psutil.Error):
            # PostgreSQL takes SIGTERM as "wait for every client to leave".
            process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    _, alive = psutil.wait_procs(waiting, timeout=grace_s)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=2)
    return len(waiting)


def kill_group(group: int, number: signal.Signals = signal.SIGKILL) -> bool:
    """Signal a whole process group; say whether it still had a member."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _service_of(process: psutil.Process, data_dir: Path) -> str | None:
    server = _SERVERS.get(process.name())
    if server is not None:
        return server if process.cwd() == str(data_dir / server) else None
    environment = process.environ()
    if environment.get(HOME_MARK) != str(data_dir):
        return None
    return environment.get(SERVICE_MARK)
