"""Writing files so that a crash, a power cut or a full disk never leaves half of one in view."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from musaic.platform.errors import StorageFullError

CHUNK = 1024 * 1024
# EFBIG: the process's file size limit (ulimit -f) is a full disk to whoever wants to write.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def full_disk_named() -> Iterator[None]:
    """Raise StorageFullError instead of the bare OSError of a full disk."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFullError from error
        raise


def fsync_file(path: Path) -> None:
    """Wait until the content of ``path`` is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_folder(folder: Path) -> None:
    """Wait until the names in ``folder`` are on disk: a rename is not durable before."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a private folder and its parents, each name durable."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    fsync_folder(folder.parent)


def write_all(descriptor: int, data: bytes) -> int:
    """Write all of ``data`` (a full disk may take only part of it at first); return its length."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    return len(data)


def check_room(folder: Path, size: int) -> None:
    """Raise StorageFullError when the disk of ``folder`` cannot take ``size`` bytes more."""
    state = os.statvfs(folder)
    if state.f_bavail * state.f_frsize < size:
        raise StorageFullError
