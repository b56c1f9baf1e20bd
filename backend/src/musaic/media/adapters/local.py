"""Blobs in a folder of this machine: the embedded default."""

import asyncio
import errno
import os
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from musaic.media import disk
from musaic.media.keys import is_blob_key
from musaic.media.ports import BlobStat

READ_CHUNK = 256 * 1024
# Read-only: whoever is lent a path must not change what others share.
_MODE = 0o440
# Another file system, or one without hard links, or too many of them: copy instead.
_NO_LINK = {errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}


class LocalBlobStore:
    """Files ``<root>/<user>/<2 hex>/<sha256>``: written beside, fsynced, renamed, folder fsynced."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()
        disk.make_folder(self._root)

    async def put(self, source: Path, key: str) -> None:
        """Store the file; a hard link when both lie on one disk, so that no byte is copied."""
        await asyncio.to_thread(self._put, source, self._path(key))

    async def stat(self, key: str) -> BlobStat | None:
        """Return size and age, None when there is no such blob."""
        try:
            found = await asyncio.to_thread(self._path(key).stat)
        except FileNotFoundError:
            return None
        return BlobStat(key, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    async def read(self, key: str, start: int, length: int) -> AsyncIterator[bytes]:
        """Stream ``length`` bytes from ``start``."""
        descriptor = await asyncio.to_thread(os.open, self._path(key), os.O_RDONLY)
        try:
            end = start + length
            while start < end:
                chunk = await asyncio.to_thread(os.pread, descriptor, min(READ_CHUNK, end - start), start)
                if not chunk:
                    return
                start += len(chunk)
                yield chunk
        finally:
            os.close(descriptor)

    def local_copy(self, key: str) -> AbstractAsyncContextManager[Path]:
        """Give the stored file itself."""
        return self._own_path(key)

    @asynccontextmanager
    async def _own_path(self, key: str) -> AsyncIterator[Path]:
        yield self._path(key)

    async def delete(self, key: str) -> None:
        """Remove the blob; not an error when there is none."""
        await asyncio.to_thread(self._delete, self._path(key))

    async def stats(self) -> AsyncIterator[BlobStat]:
        """Go through every blob, one folder at a time."""
        for folder in await asyncio.to_thread(sorted, self._root.glob("*/*")):
            for found in await asyncio.to_thread(self._stats_in, folder):
                yield found

    async def remove_partial(self, max_age: timedelta) -> int:
        """Remove half-written files older than ``max_age``."""
        return await asyncio.to_thread(self._remove_partial, time.time() - max_age.total_seconds())

    async def presigned_url(
        self, key: str, *, content_type: str, disposition: str, expires_s: int
    ) -> str | None:
        """Return None: the application serves these files under its own signed addresses."""
        del key, content_type, disposition, expires_s
        return None

    async def check_room(self, size: int) -> None:
        """Raise StorageFullError when the disk has less than ``size`` bytes free."""
        await asyncio.to_thread(disk.check_room, self._root, size)

    def _path(self, key: str) -> Path:
        if not is_blob_key(key):
            message = f"Not a blob key: {key!r}"
            raise ValueError(message)
        return self._root / key

    def _put(self, source: Path, target: Path) -> None:
        with disk.full_disk_named():
            disk.make_folder(target.parent)
            if target.is_file() and target.stat().st_size == source.stat().st_size:
                os.utime(target)  # young again: not an orphan while its asset is being recorded
                return
            beside = target.parent / f".{uuid4().hex}"
            try:
                _link_or_copy(source, beside)
                os.utime(beside)
                beside.chmod(_MODE)
                disk.fsync_file(beside)
                beside.replace(target)
                disk.fsync_folder(target.parent)
            finally:
                # Renaming a link onto another link of the same file does nothing and leaves it.
                beside.unlink(missing_ok=True)

    def _delete(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            disk.fsync_folder(path.parent)

    def _stats_in(self, folder: Path) -> list[BlobStat]:
        found = []
        for path in sorted(folder.iterdir()):
            key = path.relative_to(self._root).as_posix()
            if is_blob_key(key):
                state = path.stat()
                found.append(BlobStat(key, state.st_size, datetime.fromtimestamp(state.st_mtime, UTC)))
        return found

    def _remove_partial(self, before: float) -> int:
        stale = [path for path in self._root.glob("*/*/.*") if path.stat().st_ctime < before]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        shutil.copyfile(source, target)
