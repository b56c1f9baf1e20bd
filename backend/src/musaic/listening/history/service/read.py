"""Read an upload into staged files. Synchronous: it runs in a thread beside the event loop."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, NamedTuple, Self, cast
from zoneinfo import ZoneInfo

from musaic.listening.history.errors import Unreadable, UnreadableFileError
from musaic.listening.history.importers import head_of, importer_for
from musaic.listening.history.ports import ColumnMap, Given, Head, Importer
from musaic.listening.history.reading.archive import SourceFile, open_upload
from musaic.listening.history.service.staging import StagingWriter
from musaic.listening.history.staged import Choices, StagedFiles, Tally
from musaic.listening.history.tables import own_signature, table_signature

Report = Callable[[float], None]
# One for every table, and then only tables are read; or those of single tables, by their signatures.
Maps = ColumnMap | Mapping[str, ColumnMap] | None


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
    maps: Maps = None,
    choices: Choices | None = None,
) -> tuple[StagedFiles, Tally]:
    """Stage every row of the upload at ``path``, its tables by ``maps``.

    ``report`` is called with the part done, 0 to 1, and may raise to stop. Members of an archive
    that no importer recognises are left alone: exports are full of other lists. Raises
    UnreadableFileError.
    """
    with open_upload(path, filename, folder) as files, StagingWriter(folder, choices) as writer:
        chosen = choose(files, wanted, given_of(zone, files, maps))
        for each in chosen:
            if each.given.mapping is not None:
                table = table_signature(each.head, each.given.mapping)
                writer.tally.tables[table] = each.given.mapping
        with _progress(chosen, report) as counted:
            for each in counted:
                _read_file(each, writer)
        return writer.files, writer.tally


def given_of(zone: ZoneInfo, files: Sequence[SourceFile], maps: Maps) -> Given:
    """Return what each of ``files`` is read with."""
    if maps is None or isinstance(maps, ColumnMap):
        return Given(zone, files, maps)
    return Given(zone, files, mappings=maps)


class Chosen(NamedTuple):
    """A file, the importer that reads it, and with what."""

    file: SourceFile
    importer: Importer
    head: Head
    given: Given


def choose(files: Sequence[SourceFile], wanted: str | None, given: Given) -> list[Chosen]:
    """Return the files that an importer reads, with it; raises UnreadableFileError when none does."""
    chosen = []
    for file in files:
        head = head_of(file)
        own = given.mappings.get(own_signature(head) or "") if given.mappings else None
        with_it = given if own is None else replace(given, mapping=own)
        importer = importer_for(head, wanted, with_it)
        if importer is not None:
            chosen.append(Chosen(file, importer, head, with_it))
    if not chosen:
        raise _unrecognised(files)
    return chosen


def _read_file(chosen: Chosen, writer: StagingWriter) -> None:
    importer = chosen.importer
    if importer.name not in writer.tally.formats:
        writer.tally.formats.append(importer.name)
    line = 1
    for entries in importer.read(chosen.file, chosen.given):
        writer.write(entries, importer, chosen.file.name, line)
        line += len(entries)


@contextmanager
def _progress(chosen: list[Chosen], report: Report) -> Iterator[list[Chosen]]:
    total = sum(each.file.size for each in chosen) or 1
    done = 0

    def tell(size: int) -> None:
        nonlocal done
        report(min(done / total, 1.0))
        done += size

    def counted(file: SourceFile) -> SourceFile:
        return SourceFile(file.name, file.size, lambda: cast("IO[bytes]", _Counted(file.open(), tell)))

    yield [each._replace(file=counted(each.file)) for each in chosen]
    report(1.0)


def _unrecognised(files: Sequence[SourceFile]) -> UnreadableFileError:
    empty = all(file.size == 0 for file in files)
    return UnreadableFileError(Unreadable.EMPTY if empty else Unreadable.NOT_RECOGNISED)
