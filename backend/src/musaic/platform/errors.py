"""Errors that a client may see: each a named class with a status and a stable code."""

from http import HTTPStatus
from typing import ClassVar


class AppError(Exception):
    """The root of every error that Musaic answers as problem+json.

    ``detail`` is one plain sentence for a person that says what to do; it never carries
    secrets, paths or another user's data. ``code`` is what programs and translations rely on.
    """

    status: ClassVar[int] = HTTPStatus.INTERNAL_SERVER_ERROR
    code: ClassVar[str] = "internal_error"
    detail_default: ClassVar[str] = "Something went wrong on our side. Please try again."

    def __init__(self, detail: str | None = None, *, headers: dict[str, str] | None = None) -> None:
        self.detail = detail or self.detail_default
        self.headers = headers or {}
        super().__init__(self.detail)

    @classmethod
    def title(cls) -> str:
        """Return the short name of the status, as RFC 9457 asks."""
        return phrase(cls.status)


def phrase(status: int) -> str:
    """Return the name of a status; protocols on top of HTTP bring their own (tus: 460)."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Refused"


class BadRequestError(AppError):
    """The bytes that came are no request that can be read."""

    status = HTTPStatus.BAD_REQUEST
    code = "bad_request"
    detail_default = "The request could not be read. Check its body and headers."


class ValidationFailedError(AppError):
    """Some values are missing or of the wrong sort; ``errors`` names each of them."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "validation_failed"
    detail_default = "Some values are not valid; see errors."


class MethodNotAllowedError(AppError):
    """The address is right and the method is not; the header ``Allow`` names those that are."""

    status = HTTPStatus.METHOD_NOT_ALLOWED
    code = "method_not_allowed"
    detail_default = "This address does not take that method."


class NotAuthenticatedError(AppError):
    """No valid access token came with the request."""

    status = HTTPStatus.UNAUTHORIZED
    code = "not_authenticated"
    detail_default = "Please log in: this needs a valid access token."

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class ForbiddenError(AppError):
    """The caller is known but may not do this."""

    status = HTTPStatus.FORBIDDEN
    code = "forbidden"
    detail_default = "You are not allowed to do this."


class NotFoundError(AppError):
    """Nothing here that the caller may see."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"
    detail_default = "There is nothing here."


class ConflictError(AppError):
    """The request does not fit the present state."""

    status = HTTPStatus.CONFLICT
    code = "conflict"
    detail_default = "This does not fit the present state. Reload and try again."


class InvalidInputError(AppError):
    """The input is well-formed but makes no sense."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid_input"
    detail_default = "Please check the values you sent."


class PayloadTooLargeError(AppError):
    """More bytes than this endpoint takes."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "payload_too_large"
    detail_default = "This is larger than Musaic accepts."


class TooManyRequestsError(AppError):
    """A rate limit was reached."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too_many_requests"
    detail_default = "Too many requests. Please wait a moment and try again."


class UnavailableError(AppError):
    """A server that Musaic needs does not answer just now."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "temporarily_unavailable"
    detail_default = "Musaic is catching its breath. Please try again in a few seconds."

    def __init__(self, detail: str | None = None, *, retry_after_s: int = 2) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after_s)})


class StorageFullError(AppError):
    """The disk (or bucket) has no room left."""

    status = HTTPStatus.INSUFFICIENT_STORAGE
    code = "storage_full"
    detail_default = "There is no room left to store this. Free some space and try again."
