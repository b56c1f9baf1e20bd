"""The files in an upload: the upload itself, or the members of a zip that is safe to open.

Nothing is unpacked to disk: members are read as streams, so their paths can hurt nobody. They
are checked all the same, because an archive with such paths was made to hurt somebody.
"""

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from musaic.listening.history.errors import Unreadable, UnreadableFileError

MEBIBYTE = 1024 * 1024
MAX_ENTRIES = 200
MAX_ENTRY_BYTES = 200 * MEBIBYTE
MAX_TOTAL_BYTES = 1024 * MEBIBYTE
MAX_RATIO = 100
# Below this size a high ratio is harmless, and small repetitive files do reach it.
RATIO_FROM_BYTES = 10 * MEBIBYTE
_ARCHIVES = {".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst"}


@dataclass(frozen=True)
class SourceFile:
    """A file to read: its base name, its size in bytes, and how to open it."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


@contextmanager
def open_upload(path: Path, filename: str) -> Iterator[list[SourceFile]]:
    """Give the files of the upload at ``path``; raises UnreadableFileError for an unsafe archive."""
    size = path.stat().st_size
    if not zipfile.is_zipfile(path):
        if size > MAX_TOTAL_BYTES:
            raise UnreadableFileError(Unreadable.TOO_LARGE)
        yield [SourceFile(_base_name(filename), size, lambda: path.open("rb"))]
        return
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries)
            yield [_member(archive, entry) for entry in entries]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise UnreadableFileError(Unreadable.ARCHIVE_DAMAGED) from error


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SourceFile:
    return SourceFile(_base_name(entry.filename), entry.file_size, lambda: archive.open(entry))


def _base_name(filename: str) -> str:
    return PurePosixPath(filename.replace("\\", "/")).name[:255]


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise UnreadableFileError(Unreadable.ARCHIVE_TOO_MANY_FILES)
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise UnreadableFileError(Unreadable.ARCHIVE_TOO_LARGE)
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in entry.orig_filename:
        raise UnreadableFileError(Unreadable.ARCHIVE_UNSAFE_PATH)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableFileError(Unreadable.ARCHIVE_LINK)
    if entry.flag_bits & 0x1:
        raise UnreadableFileError(Unreadable.ARCHIVE_ENCRYPTED)
    if path.suffix.lower() in _ARCHIVES:
        raise UnreadableFileError(Unreadable.ARCHIVE_NESTED)
    if entry.file_size > MAX_ENTRY_BYTES:
        raise UnreadableFileError(Unreadable.ARCHIVE_FILE_TOO_LARGE)
    if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise UnreadableFileError(Unreadable.ARCHIVE_BOMB)
