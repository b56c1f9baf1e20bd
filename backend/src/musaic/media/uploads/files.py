"""Part files: how far an upload is, is what its file holds, and nothing else.

One process at a time may write a part, under a kernel lock that a kill -9 releases. A waiting
request leaves a note; a writer whose connection has gone silent then gives way.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from musaic.media import disk
from musaic.media.errors import UploadNotFound
from musaic.media.uploads.errors import UploadBusy

LOCK_WAIT_S = 8.0
_RETRY_S = 0.05


class PartFile:
    """An open, locked part file; made by ``locked_part``."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._buffer = bytearray()
        self._unverified = path.with_suffix(".unverified")
        self._wanted = path.with_suffix(".wanted")
        if self._unverified.exists():
            # A process died in the middle of a piece with a checksum: nobody vouches for those bytes.
            self.truncate(int(self._unverified.read_text() or 0))
        self.size = os.fstat(descriptor).st_size

    @property
    def wanted_by_another(self) -> bool:
        """Whether another request waits for this part."""
        return self._wanted.exists()

    async def append(self, data: bytes) -> None:
        """Take ``data``; written in blocks of 1 MiB. Raises StorageFullError."""
        self._buffer += data
        if len(self._buffer) >= disk.CHUNK:
            await self._write()

    async def settle(self) -> None:
        """Write the rest and wait until it is on disk; after this ``size`` is a promise."""
        try:
            await self._write()
        finally:
            await asyncio.to_thread(os.fsync, self._descriptor)

    async def begin_unverified(self) -> None:
        """Remember durably that what follows counts only once its checksum was found right."""

        def note() -> None:
            with disk.full_disk_named():
                self._unverified.write_text(str(self.size))
                disk.fsync_file(self._unverified)
                disk.fsync_folder(self.path.parent)

        await asyncio.to_thread(note)

    def verified(self) -> None:
        """The piece was right: it counts."""
        self._unverified.unlink(missing_ok=True)

    def truncate(self, size: int) -> None:
        """Throw away what lies behind ``size``."""
        self._buffer.clear()
        os.ftruncate(self._descriptor, size)
        os.fsync(self._descriptor)
        self.size = size
        self.verified()

    def remove(self) -> None:
        """Delete the part and its notes."""
        for path in (self.path, self._unverified, self._wanted):
            path.unlink(missing_ok=True)

    async def _write(self) -> None:
        data, self._buffer = bytes(self._buffer), bytearray()

        def write() -> None:
            with disk.full_disk_named():
                os.lseek(self._descriptor, 0, os.SEEK_END)
                disk.write_all(self._descriptor, data)

        try:
            await asyncio.to_thread(write)
        finally:
            # Also after a full disk: what got through is there, and the client may go on from it.
            self.size = os.fstat(self._descriptor).st_size


def part_path(folder: Path, upload_id: UUID) -> Path:
    """Return where an upload grows."""
    return folder / f"{upload_id}.part"


def create_part(folder: Path, upload_id: UUID, length: int) -> None:
    """Make an empty part that can grow to ``length``, its name durable; blocks. Raises StorageFullError."""
    with disk.full_disk_named():
        disk.make_folder(folder.absolute())
        disk.check_room(folder, length)
        os.close(os.open(part_path(folder, upload_id), os.O_CREAT | os.O_WRONLY, 0o600))
        disk.fsync_folder(folder)


@asynccontextmanager
async def locked_part(
    folder: Path, upload_id: UUID, *, wait_s: float = LOCK_WAIT_S
) -> AsyncIterator[PartFile]:
    """Open a part for this request alone; raises UploadNotFound or, after ``wait_s``, UploadBusy."""
    path = part_path(folder, upload_id)
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError as error:
        raise UploadNotFound from error
    try:
        await _lock(path, lambda: _try_lock(descriptor), wait_s)
        if not _is_same_file(path, descriptor):
            raise UploadNotFound  # removed while we waited
        part = PartFile(path, descriptor)
        yield part
    finally:
        os.close(descriptor)


async def _lock(path: Path, attempt: Callable[[], bool], wait_s: float) -> None:
    if attempt():
        return
    wanted = path.with_suffix(".wanted")
    deadline = asyncio.get_running_loop().time() + wait_s
    try:
        while asyncio.get_running_loop().time() < deadline:
            wanted.touch()
            await asyncio.sleep(_RETRY_S)
            if attempt():
                return
    finally:
        wanted.unlink(missing_ok=True)
    raise UploadBusy


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_same_file(path: Path, descriptor: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
