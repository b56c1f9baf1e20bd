"""Imports over HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from musaic.jobs.public import JobState
from musaic.platform.schemas import Input, Output, UuidText

# What a table is called by: that of its columns' names
SIGNATURE = "^[0-9a-f]{64}$"
MOST_TABLES = 100
# Enough to show; the rest is in the download.
REJECTS_SHOWN = 20

# No table has a zero in it, and none can be kept.
Column = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00]+$")
]
Delimiter = Literal[",", ";", "\t", "|"]


class ColumnMapIn(Input):
    """Which column of a table holds what; only the title and the time are needed.

    Without a ``header`` columns are called 1, 2, 3, …
    """

    title: Column
    time: Column
    artist: Column | None = None
    album: Column | None = None
    played: Column | None = Field(None, description="Time listened")
    length: Column | None = Field(None, description="Length of the song")
    item: Column | None = Field(None, description="The source's own id of the song")
    isrc: Column | None = None
    platform: Column | None = None
    genre: Column | None = None
    year: Column | None = Field(None, description="Year of the song's first release")
    delimiter: Delimiter = ","
    header: bool = True
    time_order: Literal["auto", "day_first", "month_first"] = "auto"
    time_is: Literal["start", "end"] = "start"
    duration_unit: Literal["ms", "s"] = "ms"


Mappings = Annotated[
    dict[Annotated[str, StringConstraints(pattern=SIGNATURE)], ColumnMapIn], Field(max_length=MOST_TABLES)
]


class ImportIn(Input):
    """Import a file that is here already: that of a preview, or a resumable upload's."""

    media_id: UuidText
    format: str | None = Field(None, description="Leave out: it is recognised")
    timezone: str | None = Field(None, description="Zone of times without one; yours by default")
    mapping: ColumnMapIn | None = Field(None, description="Of every table; nothing else is read then")
    mappings: Mappings = Field(default_factory=dict)
    include_incognito: bool = Field(default=True, description="Keep listens of private sessions")
    count_recognitions: bool = Field(default=False, description="Count songs that Shazam heard as plays")


class ImportAccepted(Output):
    """The import and the job that works on it."""

    id: UUID
    job_id: UUID


class ColumnMapOut(Output):
    """Which column of a table holds what."""

    title: str
    time: str
    artist: str | None
    album: str | None
    played: str | None
    length: str | None
    item: str | None
    isrc: str | None
    platform: str | None
    genre: str | None
    year: str | None
    delimiter: str
    header: bool
    time_order: Literal["auto", "day_first", "month_first"]
    time_is: Literal["start", "end"]
    duration_unit: Literal["ms", "s"]


class PreviewFile(Output):
    """A file of the upload that an importer knows."""

    name: str
    format: str
    needs_zone: bool = Field(description="Its times name no zone")
    recognitions: bool = Field(description="Songs that were heard, not played; counted only on request")
    rows: int
    skipped: int
    rejected: int
    incognito: int
    first_at: datetime | None
    last_at: datetime | None


class PreviewTable(Output):
    """A table whose columns can be named; ``mapping`` is what was chosen last time, or a guess."""

    name: str
    signature: str = Field(description="Names the table in ``mappings``; the same for the same columns")
    included: bool = Field(description="Its rows are among those that would be read")
    delimiter: str
    columns: list[str]
    rows: list[list[str]] = Field(description="The first rows, the header included")
    mapping: ColumnMapOut | None
    remembered: bool


class PreviewExample(Output):
    """One row as it would be imported; ``local_at`` is its time in the zone of the preview."""

    artist: str
    title: str
    album: str | None
    stamped_at: datetime
    local_at: str
    ms_played: int | None


class ImportPreview(Output):
    """What an import of the file would read; nothing is written but the file itself, for a day.

    ``complete`` is false when the file is so large that only its first part was read. The figures
    are those of the rows read.
    """

    media_id: UUID
    filename: str
    bytes: int
    timezone: str = Field(description="The zone of the examples, and of times without one")
    needs_zone: bool
    needs_mapping: bool = Field(description="No importer knows the file: name the columns of a table")
    complete: bool
    rows: int
    skipped: int
    rejected: int
    first_at: datetime | None
    last_at: datetime | None
    files: list[PreviewFile]
    ignored: int = Field(description="Files of the archive that hold no listens")
    tables: list[PreviewTable]
    examples: list[PreviewExample]


class RejectOut(Output):
    """A row that was read and not taken: ``skipped`` is no music, ``rejected`` cannot be used."""

    file: str
    line: int = Field(description="Number of the row in its file, from 1, a header not counted")
    outcome: Literal["skipped", "rejected"]
    reason: str
    detail: str


class ImportSummary(Output):
    """An import; ``rows_read = added + duplicates + skipped + rejected``.

    ``state`` is that of its job until ``succeeded``, then that or ``undoing``; the figures are 0
    before that.
    """

    id: UUID
    job_id: UUID | None
    undo_job_id: UUID | None
    filename: str
    format: str | None
    timezone: str | None
    state: JobState | Literal["undoing"]
    rows_read: int
    added: int
    duplicates: int
    skipped: int
    rejected: int
    not_counted: int = Field(description="Kept, but no plays (under 30 seconds and not to the end)")
    first_listen_at: datetime | None
    last_listen_at: datetime | None
    created_at: datetime
    finished_at: datetime | None


class ImportOut(ImportSummary):
    """An import with the first rows that were not taken."""

    rejects: list[RejectOut]
