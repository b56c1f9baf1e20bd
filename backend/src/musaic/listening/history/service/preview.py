"""Look into an upload before anything is written. Synchronous: it runs in a thread."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from musaic.listening.history.errors import Unreadable, UnreadableFileError
from musaic.listening.history.importers import head_of
from musaic.listening.history.ports import ColumnMap, Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile, open_upload
from musaic.listening.history.rules import EARLIEST
from musaic.listening.history.service.mapping import suggest
from musaic.listening.history.service.options import Options
from musaic.listening.history.service.read import choose
from musaic.listening.history.service.zones import zone_called
from musaic.listening.history.tables import column_names, delimiter_of, sample_rows, signature

# Longer than this nobody waits for a look; what was read until then is shown.
BUDGET_S = 5.0
EXAMPLES = 3
_SAMPLE_ROWS = 6
# Before it, another zone's calendar may have no such day.
_ANY = datetime.min.replace(tzinfo=UTC) + timedelta(days=2)


@dataclass
class Member:
    """What was found in one file of the upload."""

    name: str
    format: str
    needs_zone: bool
    recognitions: bool
    rows: int = 0
    skipped: int = 0
    rejected: int = 0
    incognito: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None


@dataclass(frozen=True)
class Table:
    """A table whose columns the user may name, with its first rows and what they probably mean."""

    name: str
    delimiter: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    signature: str
    suggested: ColumnMap | None


@dataclass
class Preview:
    """What an import would read; ``complete`` is false when there was no time for all of it."""

    members: list[Member] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    examples: list[Play] = field(default_factory=list)
    ignored: int = 0
    complete: bool = True


def look_into(path: Path, filename: str, scratch: Path, options: Options, timezone: str) -> Preview:
    """Read the upload at ``path`` as an import with ``options`` would; raises UnreadableFileError.

    A file that no importer knows but that is a table is offered for mapping.
    """
    ends = time.monotonic() + BUDGET_S
    preview = Preview()
    with open_upload(path, filename, scratch) as files:
        given = Given(zone_called(timezone), files, options.mapping)
        try:
            chosen = choose(files, options.format, given)
        except UnreadableFileError as error:
            if error.code != Unreadable.NOT_RECOGNISED or options.mapping is not None:
                raise
            chosen = []
        preview.ignored = len(files) - len(chosen)
        known = {id(file) for file, importer, _ in chosen if importer.name != "csv"}
        preview.tables = _tables([file for file in files if id(file) not in known])
        if not chosen and not preview.tables:
            raise UnreadableFileError(Unreadable.NOT_RECOGNISED)
        for file, importer, head in chosen:
            _read(file, importer, head, given, preview, ends)
    return preview


def _read(
    file: SourceFile, importer: Importer, head: Head, given: Given, preview: Preview, ends: float
) -> None:
    member = Member(file.name, importer.name, importer.needs_zone(head, given), importer.recognitions)
    preview.members.append(member)
    if time.monotonic() > ends:
        preview.complete = False
        return
    for entries in importer.read(file, given):
        for entry in entries:
            _note(entry, member, preview)
        if time.monotonic() > ends:
            preview.complete = False
            return


def _note(entry: Play | Passed, member: Member, preview: Preview) -> None:
    member.rows += 1
    if isinstance(entry, Passed):
        member.skipped += entry.outcome == "skipped"
        member.rejected += entry.outcome == "rejected"
        return
    at = entry.stamped_at.astimezone(UTC) if entry.stamped_at > _ANY else entry.stamped_at
    if at < EARLIEST:
        member.rejected += 1
        return
    member.incognito += bool(entry.incognito)
    if member.first_at is None or at < member.first_at:
        member.first_at = at
    if member.last_at is None or at > member.last_at:
        member.last_at = at
    if len(preview.examples) < EXAMPLES:
        preview.examples.append(entry)


def _tables(files: Sequence[SourceFile]) -> list[Table]:
    """Return those of ``files`` that are tables."""
    tables = []
    for file in files:
        head = head_of(file)
        delimiter = delimiter_of(head)
        if delimiter is None:
            continue
        rows = sample_rows(head, delimiter, _SAMPLE_ROWS)
        names = column_names(head, delimiter)
        found = signature(names, delimiter)
        tables.append(Table(file.name, delimiter, names, rows, found, suggest(rows, delimiter)))
    return tables
