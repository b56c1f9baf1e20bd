"""How a job looks from outside the room."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from musaic.jobs.ports import Json
from musaic.platform.clock import now

JobState = Literal["queued", "running", "succeeded", "failed", "cancelled", "dead"]
TERMINAL = frozenset({"succeeded", "failed", "cancelled", "dead"})
RETRYABLE = frozenset({"failed", "cancelled", "dead"})
PROGRESS = "progress"


@dataclass(frozen=True)
class JobView:
    """One job as its user sees it; ``percent`` is 0 to 100, ``eta_ms`` null when nobody knows."""

    id: UUID
    kind: str
    state: JobState
    step: str | None
    percent: float
    eta_ms: int | None
    error_code: str | None
    error_message: str | None
    attempt: int
    cancel_requested: bool
    subject_id: UUID | None
    result: Mapping[str, Json] | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen unless the user asks for it."""
        return self.state in TERMINAL


_STORED = tuple(field.name for field in fields(JobView) if field.name != "eta_ms")


def view_of(row: Any) -> JobView:
    """Return the view of a stored job (anything with its columns as attributes)."""
    eta_ms = None
    if row.state == "running" and row.expected_at is not None:
        eta_ms = max(0, round((row.expected_at - now()).total_seconds() * 1000))
    return JobView(eta_ms=eta_ms, **{name: getattr(row, name) for name in _STORED})


def event_name(view: JobView) -> str:
    """Return the SSE event that tells of this state."""
    return view.state if view.is_finished else PROGRESS


def as_json(view: JobView) -> dict[str, Any]:
    """Return ``view`` as it stands in events: the same document as over HTTP."""
    return {name: _plain(value) for name, value in asdict(view).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, UUID) else value
