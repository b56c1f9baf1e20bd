"""Errors of the accounts room that a client may see."""

from http import HTTPStatus

from musaic.platform.errors import (
    AppError,
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    TooManyRequestsError,
)


class InvalidCredentialsError(AppError):
    """E-mail and password do not belong together; which of the two is never said."""

    status = HTTPStatus.UNAUTHORIZED
    code = "invalid_credentials"
    detail_default = "This e-mail address and password do not belong together. Check both and try again."

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": "Bearer"})


class WrongPasswordError(ForbiddenError):
    """The current password, asked for once more, is not right."""

    code = "wrong_password"
    detail_default = "The current password is not right. Check it and try again."


class RefreshRefusedError(AppError):
    """There is no refresh token, or it is unknown, expired, used before or revoked."""

    status = HTTPStatus.UNAUTHORIZED
    code = "session_ended"
    detail_default = "This session has ended. Please log in again."

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": "Bearer"})


class LoginDelayedError(TooManyRequestsError):
    """Too many failed log-ins; the next try must wait, and a little longer each time."""

    code = "login_delayed"
    detail_default = "Too many failed attempts. Wait as long as Retry-After says, then try again."

    def __init__(self, *, retry_after_s: int) -> None:
        super().__init__(headers={"Retry-After": str(retry_after_s)})


class EmailTakenError(ConflictError):
    """An account with this e-mail address exists."""

    code = "email_taken"
    detail_default = "There is already an account with this e-mail address. Log in instead."


class RegistrationClosedError(ForbiddenError):
    """The operator has closed registration."""

    code = "registration_closed"
    detail_default = "Registration is closed here. Ask the operator for an account."


class WeakPasswordError(InvalidInputError):
    """The password is among the first that anybody would guess."""

    code = "weak_password"
    detail_default = "This password is too easy to guess. Choose another; 15 characters or more are best."


class UnknownTimezoneError(InvalidInputError):
    """The time zone is not one of the IANA database."""

    code = "unknown_timezone"
    detail_default = "This time zone is not known. Send an IANA name such as Asia/Almaty."


class SetupClosedError(ConflictError):
    """Somebody has already set Musaic up."""

    code = "setup_closed"
    detail_default = "Musaic is already set up. Log in instead."


class SetupTokenError(ForbiddenError):
    """The set-up token is not the one that was printed."""

    code = "setup_token_wrong"
    detail_default = "This is not the set-up token. Copy the one printed in the terminal at start-up."


class SessionNotFoundError(NotFoundError):
    """The caller has no such session."""

    code = "session_not_found"
    detail_default = "You have no such session; it may have ended already."


class LastAdminError(ConflictError):
    """Without any administrator the set-up page would open again."""

    code = "last_admin"
    detail_default = "This is the only administrator. Make somebody else one first."
