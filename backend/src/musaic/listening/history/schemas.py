"""Imports over HTTP."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from musaic.jobs.public import JobState
from musaic.platform.schemas import Output

# Enough to show; the rest is in the download.
REJECTS_SHOWN = 20


class ImportAccepted(Output):
    """The import and the job that works on it."""

    id: UUID
    job_id: UUID


class RejectOut(Output):
    """A row that was read and not taken: ``skipped`` is no music, ``rejected`` cannot be used."""

    file: str
    line: int = Field(description="Number of the row in its file, from 1")
    outcome: Literal["skipped", "rejected"]
    reason: str
    detail: str


class ImportSummary(Output):
    """An import; ``rows_read = added + duplicates + skipped + rejected``.

    ``state`` is that of its job until ``succeeded``; the figures are 0 before that.
    """

    id: UUID
    job_id: UUID | None
    filename: str
    format: str | None
    timezone: str | None
    state: JobState
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
