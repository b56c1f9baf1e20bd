"""Look into an upload before anything is written. Synchronous: it runs in a thread."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from musaic.listening.history.errors import Unreadable, UnreadableFileError
from musaic.listening.history.importers import MAPPED, head_of
from musaic.listening.history.ports import ColumnMap, Given, Head, Importer, Kept, Passed, Play
from musaic.listening.history.reading.archive import SourceFile, open_upload
from musaic.listening.history.rules import AHEAD
from musaic.listening.history.service.mapping import suggest
from musaic.listening.history.service.options import Options
from musaic.listening.history.service.read import choose, given_of
from musaic.listening.history.service.staging import passed_over, unnameable
from musaic.listening.history.service.zones import zone_called
from musaic.listening.history.staged import Choices
from musaic.listening.history.tables import column_names, delimiter_of, sample_rows, signature
from musaic.platform import clock

# Longer than this nobody waits for a look; what was read until then is shown.
BUDGET_S = 5.0
EXAMPLES = 3
_SAMPLE_ROWS = 6
_MOST_NAMES = 20_000


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
    included: bool


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
        given = given_of(zone_called(timezone), files, options.maps)
        try:
            chosen = choose(files, options.format, given)
        except UnreadableFileError as error:
            if error.code != Unreadable.NOT_RECOGNISED or options.maps:
                raise
            chosen = []
        preview.ignored = len(files) - len(chosen)
        known = {id(each.file) for each in chosen if each.importer.name != MAPPED}
        read = {id(each.file) for each in chosen}
        preview.tables = _tables([file for file in files if id(file) not in known], read)
        if not chosen and not preview.tables:
            raise UnreadableFileError(Unreadable.NOT_RECOGNISED)
        look = _Look(preview, options.choices, ends)
        for each in chosen:
            look.read(*each)
    return preview


class _Look:
    """Reads into a preview what the import would take, until there is no more time."""

    def __init__(self, preview: Preview, choices: Choices, ends: float) -> None:
        self._preview, self._choices, self._ends = preview, choices, ends
        self._latest = clock.now() + AHEAD
        # Most rows have names that were looked at before.
        self._names: dict[tuple[str, str, str | None, str | None], Passed | None] = {}

    def read(self, file: SourceFile, importer: Importer, head: Head, given: Given) -> None:
        """Count the rows of ``file``."""
        member = Member(file.name, importer.name, importer.needs_zone(head, given), importer.recognitions)
        self._preview.members.append(member)
        if self._is_over():
            return
        for entries in importer.read(file, given):
            for entry in entries:
                if not isinstance(entry, Kept):
                    self._note(entry, member)
            if self._is_over():
                return

    def _is_over(self) -> bool:
        over = time.monotonic() > self._ends
        self._preview.complete &= not over
        return over

    def _note(self, entry: Play | Passed, member: Member) -> None:
        member.rows += 1
        member.incognito += isinstance(entry, Play) and bool(entry.incognito)
        taken = self._judged(entry)
        if isinstance(taken, Passed):
            member.skipped += taken.outcome == "skipped"
            member.rejected += taken.outcome == "rejected"
            return
        at = taken.stamped_at.astimezone(UTC)
        member.first_at = min(at, member.first_at or at)
        member.last_at = max(at, member.last_at or at)
        if len(self._preview.examples) < EXAMPLES:
            self._preview.examples.append(taken)

    def _judged(self, entry: Play | Passed) -> Play | Passed:
        """Return the play, or why the import would not take it."""
        if isinstance(entry, Passed):
            return entry
        names = (entry.artist, entry.title, entry.album, entry.item)
        if names not in self._names:
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            self._names[names] = unnameable(*names)
        return passed_over(entry, self._choices, self._latest) or self._names[names] or entry


def _tables(files: Sequence[SourceFile], read: Collection[int]) -> list[Table]:
    """Return those of ``files`` that are tables; ``read`` are the identities of those that are read."""
    tables = []
    for file in files:
        head = head_of(file)
        delimiter = delimiter_of(head)
        if delimiter is None:
            continue
        rows = sample_rows(head, delimiter, _SAMPLE_ROWS)
        names = column_names(head, delimiter)
        found = signature(names, delimiter)
        suggested = suggest(rows, delimiter)
        tables.append(Table(file.name, delimiter, names, rows, found, suggested, id(file) in read))
    return tables
