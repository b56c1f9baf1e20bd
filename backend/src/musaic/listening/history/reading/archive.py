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

from musaic.listening.history.errors import UnreadableFileError

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
            raise UnreadableFileError("file_too_large", "The file is larger than 1 GB. Import it in parts.")
        yield [SourceFile(_base_name(filename), size, lambda: path.open("rb"))]
        return
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries)
            yield [_member(archive, entry) for entry in entries]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        message = "The archive is damaged or incomplete. Download it again and retry."
        raise UnreadableFileError("archive_damaged", message) from error


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SourceFile:
    return SourceFile(_base_name(entry.filename), entry.file_size, lambda: archive.open(entry))


def _base_name(filename: str) -> str:
    return PurePosixPath(filename.replace("\\", "/")).name[:255]


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise UnreadableFileError("archive_too_many_files", f"The archive has more than {MAX_ENTRIES} files.")
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise UnreadableFileError(
            "archive_too_large", "The archive holds more than 1 GB. Import it in parts."
        )
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in entry.orig_filename:
        raise UnreadableFileError("archive_unsafe_path", "The archive holds a file with an unsafe path.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableFileError("archive_link", "The archive holds a link; only plain files are accepted.")
    if entry.flag_bits & 0x1:
        raise UnreadableFileError("archive_encrypted", "The archive has a password. Unpack it first.")
    if path.suffix.lower() in _ARCHIVES:
        raise UnreadableFileError("archive_nested", "The archive holds another archive. Unpack it first.")
    if entry.file_size > MAX_ENTRY_BYTES:
        raise UnreadableFileError("archive_file_too_large", "A file in the archive is larger than 200 MB.")
    if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        message = "A file in the archive is packed more tightly than real data ever is."
        raise UnreadableFileError("archive_bomb", message)
