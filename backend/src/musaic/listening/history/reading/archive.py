"""The files in an upload: the upload itself, or the members of a zip that is safe to open.

Nothing is unpacked under its own name: members are read as streams, so their paths can hurt
nobody. They are checked all the same, because an archive with such paths was made to hurt
somebody. Archives in archives are opened only where Apple's export is known to have them.
"""

import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from musaic.listening.history.errors import Unreadable, UnreadableFileError

MEBIBYTE = 1024 * 1024
# A ListenBrainz export has a file for each month; twenty years make 240.
MAX_ENTRIES = 1000
MAX_ENTRY_BYTES = 512 * MEBIBYTE
MAX_TOTAL_BYTES = 1024 * MEBIBYTE
MAX_RATIO = 100
# Below this size a high ratio is harmless, and small repetitive files do reach it.
RATIO_FROM_BYTES = 10 * MEBIBYTE
# The list of members is read into memory as a whole.
MAX_DIRECTORY_BYTES = 4 * MEBIBYTE
MAX_DEPTH = 3
_COPY_BYTES = 256 * 1024
_ARCHIVES = {".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst"}
# "Apple_Media_Services.zip", "… - Part 1 of 3.zip" (in any language), "Apple Music Library Tracks.json.zip"
_APPLE = re.compile(
    r"Apple_Media_Services.*\.zip|Apple .+ \d+ \S+ \d+\.zip|Apple Music .+\.(json|csv)\.zip", re.IGNORECASE
)
_WORKBOOK = {"[Content_Types].xml", "xl/workbook.xml"}
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_END_BYTES, _MAX_COMMENT = 22, 65_535
_UNKNOWN = 0xFFFFFFFF
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError)


@dataclass(frozen=True)
class SourceFile:
    """A file to read: its base name, its size in bytes, and how to open it."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


@contextmanager
def open_upload(path: Path, filename: str, scratch: Path | None = None) -> Iterator[list[SourceFile]]:
    """Give the files of the upload at ``path``; raises UnreadableFileError for an unsafe archive.

    Archives within it are copied to nameless files in ``scratch`` (the system's folder without).
    """
    size = path.stat().st_size
    whole = SourceFile(_base_name(filename), size, lambda: path.open("rb"))
    if size > MAX_TOTAL_BYTES:
        raise UnreadableFileError(Unreadable.TOO_LARGE)
    if not zipfile.is_zipfile(path):
        yield [whole]
        return
    try:
        with ExitStack() as opened, path.open("rb") as stream:
            unpacking = _Unpacking(opened, scratch)
            files = unpacking.files(stream, 0)
            yield [whole] if unpacking.is_workbook else files
    except _DAMAGED as error:
        raise UnreadableFileError(Unreadable.ARCHIVE_DAMAGED) from error


class _Unpacking:
    """Opens an archive and those in it, under one limit for all."""

    def __init__(self, opened: ExitStack, scratch: Path | None) -> None:
        self._opened, self._scratch = opened, scratch
        self._entries = self._bytes = 0
        self.is_workbook = False

    def files(self, stream: IO[bytes], depth: int) -> list[SourceFile]:
        """Return the files in the archive ``stream`` and in the archives in it."""
        if _directory_bytes(stream) > MAX_DIRECTORY_BYTES:
            raise UnreadableFileError(Unreadable.ARCHIVE_TOO_MANY_FILES)
        archive = self._opened.enter_context(zipfile.ZipFile(stream))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        self._count(entries)
        if depth == 0:
            self.is_workbook = {entry.filename for entry in entries} >= _WORKBOOK
        found: list[SourceFile] = []
        for entry in entries:
            _check_entry(entry)
            if PurePosixPath(entry.filename).suffix.lower() in _ARCHIVES:
                found += self._nested(archive, entry, depth + 1)
            else:
                found.append(_member(archive, entry))
        return found

    def _count(self, entries: list[zipfile.ZipInfo]) -> None:
        self._entries += len(entries)
        self._bytes += sum(entry.file_size for entry in entries)
        if self._entries > MAX_ENTRIES:
            raise UnreadableFileError(Unreadable.ARCHIVE_TOO_MANY_FILES)
        if self._bytes > MAX_TOTAL_BYTES:
            raise UnreadableFileError(Unreadable.ARCHIVE_TOO_LARGE)

    def _nested(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> list[SourceFile]:
        if depth > MAX_DEPTH or not _APPLE.fullmatch(_base_name(entry.filename)):
            raise UnreadableFileError(Unreadable.ARCHIVE_NESTED)
        with archive.open(entry) as member:
            return self.files(self._opened.enter_context(spooled(member, self._scratch)), depth)


def check_place(entry: zipfile.ZipInfo) -> None:
    """Raise UnreadableFileError for a member that is said to lie before its archive begins."""
    if entry.header_offset < 0:
        raise UnreadableFileError(Unreadable.ARCHIVE_DAMAGED)


@contextmanager
def spooled(stream: IO[bytes], scratch: Path | None = None) -> Iterator[IO[bytes]]:
    """Give a copy of ``stream`` in a nameless file, which can be read in any order."""
    with tempfile.TemporaryFile(dir=scratch) as copy:
        shutil.copyfileobj(stream, copy, _COPY_BYTES)
        copy.seek(0)
        yield copy


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SourceFile:
    return SourceFile(_base_name(entry.filename), entry.file_size, lambda: archive.open(entry))


def _base_name(filename: str) -> str:
    return PurePosixPath(filename.replace("\\", "/")).name[:255]


def _directory_bytes(stream: IO[bytes]) -> int:
    """Return how long the archive says that its list of members is."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_BYTES - _MAX_COMMENT - 76))
    tail = stream.read()
    stream.seek(0)
    sizes = [0]
    for mark, at, length in ((_END, 12, 4), (_END_64, 40, 8)):
        start = tail.rfind(mark)
        if start >= 0:
            sizes.append(int.from_bytes(tail[start + at : start + at + length], "little"))
    # The old record's field is all ones where the new record tells.
    return max(size for size in sizes if size != _UNKNOWN)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    check_place(entry)
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    unsafe = path.is_absolute() or ".." in path.parts or "\0" in entry.orig_filename
    if unsafe or not path.parts or ":" in path.parts[0]:
        raise UnreadableFileError(Unreadable.ARCHIVE_UNSAFE_PATH)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableFileError(Unreadable.ARCHIVE_LINK)
    if entry.flag_bits & 0x1:
        raise UnreadableFileError(Unreadable.ARCHIVE_ENCRYPTED)
    if entry.file_size > MAX_ENTRY_BYTES:
        raise UnreadableFileError(Unreadable.ARCHIVE_FILE_TOO_LARGE)
    if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise UnreadableFileError(Unreadable.ARCHIVE_BOMB)
