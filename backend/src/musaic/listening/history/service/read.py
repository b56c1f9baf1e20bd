"""Read an upload into staged files. Synchronous: it runs in a thread beside the event loop."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self, cast
from zoneinfo import ZoneInfo

from musaic.listening.history.errors import Unreadable, UnreadableFileError
from musaic.listening.history.importers import head_of, importer_for
from musaic.listening.history.ports import ColumnMap, Given, Head, Importer
from musaic.listening.history.reading.archive import SourceFile, open_upload
from musaic.listening.history.service.staging import StagingWriter
from musaic.listening.history.staged import Choices, StagedFiles, Tally
from musaic.listening.history.tables import table_signature

Report = Callable[[float], None]


class _Counted:
    """A stream that tells how much of it was read."""

    def __init__(self, stream: IO[bytes], tell: Callable[[int], None]) -> None:
        self._stream, self._tell = stream, tell

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        self._tell(size)
        return self._stream.read(size)


def read_upload(
    path: Path,
    filename: str,
    folder: Path,
    *,
    wanted: str | None,
    zone: ZoneInfo,
    report: Report,
    mapping: ColumnMap | None = None,
    choices: Choices | None = None,
) -> tuple[StagedFiles, Tally]:
    """Stage every row of the upload at ``path``; with a ``mapping``, those of its tables.

    ``report`` is called with the part done, 0 to 1, and may raise to stop. Members of an archive
    that no importer recognises are left alone: exports are full of other lists. Raises
    UnreadableFileError.
    """
    with open_upload(path, filename, folder) as files, StagingWriter(folder, choices) as writer:
        given = Given(zone, files, mapping)
        chosen = choose(files, wanted, given)
        writer.tally.tables += [table_signature(head, mapping) for _, _, head in chosen if mapping]
        with _progress([(file, importer) for file, importer, _ in chosen], report) as counted:
            for file, importer in counted:
                _read_file(file, importer, given, writer)
        return writer.files, writer.tally


def choose(
    files: Sequence[SourceFile], wanted: str | None, given: Given
) -> list[tuple[SourceFile, Importer, Head]]:
    """Return the files that an importer reads, with it; raises UnreadableFileError when none does."""
    chosen = []
    for file in files:
        head = head_of(file)
        importer = importer_for(head, wanted, given)
        if importer is not None:
            chosen.append((file, importer, head))
    if not chosen:
        raise _unrecognised(files)
    return chosen


def _read_file(file: SourceFile, importer: Importer, given: Given, writer: StagingWriter) -> None:
    if importer.name not in writer.tally.formats:
        writer.tally.formats.append(importer.name)
    line = 1
    for entries in importer.read(file, given):
        writer.write(entries, importer, file.name, line)
        line += len(entries)


@contextmanager
def _progress(
    chosen: list[tuple[SourceFile, Importer]], report: Report
) -> Iterator[list[tuple[SourceFile, Importer]]]:
    total = sum(file.size for file, _ in chosen) or 1
    done = 0

    def tell(size: int) -> None:
        nonlocal done
        report(min(done / total, 1.0))
        done += size

    def counted(file: SourceFile) -> SourceFile:
        return SourceFile(file.name, file.size, lambda: cast("IO[bytes]", _Counted(file.open(), tell)))

    yield [(counted(file), importer) for file, importer in chosen]
    report(1.0)


def _unrecognised(files: Sequence[SourceFile]) -> UnreadableFileError:
    empty = all(file.size == 0 for file in files)
    return UnreadableFileError(Unreadable.EMPTY if empty else Unreadable.NOT_RECOGNISED)
