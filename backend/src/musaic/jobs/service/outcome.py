"""What becomes of a job whose handler did not succeed: only typed transient errors try again."""

import random
from dataclasses import dataclass
from http import HTTPStatus

from musaic.jobs.errors import PermanentJobError, TransientJobError
from musaic.platform.database import is_database_away
from musaic.platform.errors import AppError, StorageFullError, UnavailableError

_LONGEST_BACKOFF_S = 300.0
_LONGEST_WAIT_S = 24 * 3600.0
_NO_SPACE = 28

UNEXPECTED_CODE = "internal_error"
UNEXPECTED = "Something went wrong on our side. Trying again may help; the log has the details."
TIME_LIMIT_CODE = "time_limit"
TIME_LIMIT = "This took longer than this kind of job may take. Try again with less at once."
WORKER_LOST_CODE = "worker_lost"
WORKER_LOST = "The process that worked on this ended without a word."


@dataclass(frozen=True)
class Failure:
    """Why an attempt failed; ``transient`` when another one may succeed."""

    code: str
    message: str
    transient: bool = False
    retry_after_s: float = 0.0


def failure_of(error: Exception) -> Failure:
    """Return what ``error``, raised by a handler, means for its job."""
    if isinstance(error, TransientJobError):
        wait_s = min(_LONGEST_WAIT_S, max(0.0, error.retry_after_s or 0.0))
        return Failure(error.code, error.message, transient=True, retry_after_s=wait_s)
    if isinstance(error, PermanentJobError):
        return Failure(error.code, error.message)
    if isinstance(error, AppError):
        return Failure(error.code, error.detail, transient=error.status >= HTTPStatus.INTERNAL_SERVER_ERROR)
    if is_database_away(error):
        return Failure(UnavailableError.code, UnavailableError.detail_default, transient=True)
    if isinstance(error, OSError) and error.errno == _NO_SPACE:
        return Failure(StorageFullError.code, StorageFullError.detail_default, transient=True)
    return Failure(UNEXPECTED_CODE, UNEXPECTED)


def backoff_s(attempt: int, base_s: float) -> float:
    """Return how long to wait after the given attempt: doubling, capped, spread by half."""
    delay: float = min(_LONGEST_BACKOFF_S, base_s * 2 ** max(0, attempt - 1))
    return delay * random.uniform(0.5, 1.5)  # noqa: S311  spreads load, protects nothing
