"""The door of jobs: declare kinds and maintenance, submit, and what handlers work with."""

from musaic.jobs.errors import (
    IdempotencyKeyReusedError,
    JobCancelled,
    JobNotFoundError,
    LeaseLost,
    PermanentJobError,
    TransientJobError,
    UnknownJobKindError,
)
from musaic.jobs.kinds import JobKind, Schedule, Step, Upkeep, late_handler
from musaic.jobs.ports import JobContext, Json
from musaic.jobs.service.control import cancel, get_owned, views_of
from musaic.jobs.service.once import Idempotency, once
from musaic.jobs.service.submit import submit
from musaic.jobs.views import JobState, JobView

__all__ = [
    "Idempotency",
    "IdempotencyKeyReusedError",
    "JobCancelled",
    "JobContext",
    "JobKind",
    "JobNotFoundError",
    "JobState",
    "JobView",
    "Json",
    "LeaseLost",
    "PermanentJobError",
    "Schedule",
    "Step",
    "TransientJobError",
    "UnknownJobKindError",
    "Upkeep",
    "cancel",
    "get_owned",
    "late_handler",
    "once",
    "submit",
    "views_of",
]
