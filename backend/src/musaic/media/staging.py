"""A file that grows from a stream: hashed while it is written, never whole in memory."""

import asyncio
import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from musaic.media import disk


class StagedFile:
    """A private temporary file in ``folder``; leaving the block removes it.

    Blocks of 1 MiB are hashed and written in a thread while the next one arrives, so at most two
    are in memory. Every method raises StorageFullError when the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        disk.make_folder(folder.absolute())
        self.path = folder / uuid4().hex
        self.bytes = 0
        self._hash = hashlib.sha256()
        self._buffer = bytearray()
        self._writing: asyncio.Task[None] | None = None
        with disk.full_disk_named():
            self._descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    async def write(self, data: bytes) -> None:
        """Append ``data``."""
        self._buffer += data
        self.bytes += len(data)
        if len(self._buffer) >= disk.CHUNK:
            await self._flush()

    async def finish(self) -> str:
        """Wait until every byte is on disk; return the SHA-256 as hex."""
        await self._flush()
        await self._settle()
        with disk.full_disk_named():
            await asyncio.to_thread(os.fsync, self._descriptor)
        return self._hash.hexdigest()

    async def __aenter__(self) -> Self:
        """Return itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close and remove the file."""
        if self._writing is not None:
            # The thread still holds the descriptor; closing it now could write into another file.
            await asyncio.gather(self._writing, return_exceptions=True)
        os.close(self._descriptor)
        self.path.unlink(missing_ok=True)

    async def _flush(self) -> None:
        data, self._buffer = bytes(self._buffer), bytearray()
        await self._settle()
        self._writing = asyncio.create_task(asyncio.to_thread(self._write, data))

    async def _settle(self) -> None:
        if self._writing is not None:
            await asyncio.shield(self._writing)
            self._writing = None

    def _write(self, data: bytes) -> None:
        with disk.full_disk_named():
            disk.write_all(self._descriptor, data)
        self._hash.update(data)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as hex; blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
