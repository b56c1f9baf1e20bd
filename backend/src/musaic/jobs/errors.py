"""Named errors of jobs: those a client sees, and those that handlers raise or meet."""

from http import HTTPStatus

from musaic.platform.errors import AppError, ConflictError, InvalidInputError, NotFoundError


class JobNotFoundError(NotFoundError):
    """No such job of this user."""

    code = "job_not_found"
    detail_default = "There is no such job. It may have been removed with what it belonged to."


class JobFinishedError(ConflictError):
    """A finished job cannot be cancelled."""

    code = "job_finished"
    detail_default = "This job has already finished, so it cannot be cancelled."


class JobNotRetryableError(ConflictError):
    """Only failed, dead and cancelled jobs can be run again."""

    code = "job_not_retryable"
    detail_default = "Only a job that failed or was cancelled can be tried again."


class IdempotencyKeyReusedError(InvalidInputError):
    """The key was used before, with another payload."""

    code = "idempotency_key_reused"
    detail_default = "This Idempotency-Key was used for another request. Send a new key."


class UnknownJobKindError(AppError):
    """A programming error: the kind was not registered in this process."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    code = "unknown_job_kind"
    detail_default = "This kind of job is not known here. Please update Musaic everywhere at once."


class TransientJobError(Exception):
    """Something outside failed that may work later: the job is tried again after a while.

    ``retry_after_s`` is what the other side asked for (``Retry-After``), the least wait in seconds.
    """

    def __init__(self, code: str, message: str, *, retry_after_s: float | None = None) -> None:
        self.code = code
        self.message = message
        self.retry_after_s = retry_after_s
        super().__init__(message)


class PermanentJobError(Exception):
    """Trying again would not help: the job fails at once, with a sentence for its user."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


# The two below are no `Exception`s, like asyncio.CancelledError: a handler's `except Exception`
# must not swallow the order to stop.
class JobCancelled(BaseException):
    """The user asked for the job to stop."""


class LeaseLost(BaseException):
    """The attempt no longer owns the job; whatever it has must be thrown away."""
