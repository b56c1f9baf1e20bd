"""What jobs look like over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from musaic.jobs.views import JobState
from musaic.platform.schemas import Output


class JobOut(Output):
    """A job, the same document as in its events."""

    id: UUID
    kind: str = Field(examples=["listening.import"])
    state: JobState
    step: str | None = Field(description="The step that is being worked on")
    percent: float = Field(description="0 to 100, never falls while the job runs")
    eta_ms: int | None = Field(description="Time left in milliseconds; null when nobody can tell")
    error_code: str | None
    error_message: str | None
    attempt: int = Field(description="How often the job was started")
    cancel_requested: bool
    subject_id: UUID | None = Field(description="What the job works on: an import, a separation …")
    result: dict[str, Any] | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
