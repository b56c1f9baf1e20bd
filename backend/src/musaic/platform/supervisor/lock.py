"""One supervisor for one data directory."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from musaic.platform.supervisor.errors import AlreadyRunsError

LOCK_NAME = "musaic.lock"


class DataDirectoryLock:
    """Holds the data directory until the process ends, however it ends: the kernel keeps the lock."""

    def __init__(self, data_dir: Path, note: str) -> None:
        """``note`` tells the second comer where the first one answers."""
        self._data_dir = data_dir
        self._note = note
        self._descriptor = -1

    def __enter__(self) -> Self:
        """Take the lock, or raise AlreadyRunsError with the holder's process id."""
        self._data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Kept open on purpose; not inherited by children (PEP 446), so it dies with this process.
        descriptor = os.open(self._data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 500).decode(errors="replace").split()
            os.close(descriptor)
            pid, url = [*holder, "?", "?"][:2]
            message = (
                f"Musaic already runs on {self._data_dir} (process {pid}, {url}). "
                "Stop it first, or set MUSAIC_DATA_DIR to another folder."
            )
            raise AlreadyRunsError(message) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()} {self._note}\n".encode())
        self._descriptor = descriptor
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next one in."""
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)
