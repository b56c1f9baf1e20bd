"""What goes in and out of the accounts room over HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import email_validator
from pydantic import AfterValidator, Field, StringConstraints

from musaic.accounts.service.password_rules import LONGEST, SHORTEST
from musaic.platform.schemas import Input, Output

_EMAIL_LENGTH = 254
Locale = Literal["en", "ru", "kk"]

# A home network has addresses such as me@nas.local; nothing here sends mail.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def _valid_email(value: str) -> str:
    try:
        checked = email_validator.validate_email(
            value, check_deliverability=False, globally_deliverable=False
        )
    except email_validator.EmailNotValidError as error:
        message = "this is not a valid e-mail address"
        raise ValueError(message) from error
    return checked.normalized


Email = Annotated[
    str,
    StringConstraints(min_length=3, max_length=_EMAIL_LENGTH),
    AfterValidator(_valid_email),
    Field(json_schema_extra={"format": "email"}),
]
# Spaces at the ends of a password are part of it.
NewPassword = Annotated[
    str, StringConstraints(strip_whitespace=False, min_length=SHORTEST, max_length=LONGEST)
]
GivenPassword = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=LONGEST)]
DisplayName = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Registration(Input):
    """A new account; 15 or more characters make a good password."""

    email: Email
    password: NewPassword
    display_name: DisplayName


class SetupRequest(Registration):
    """The first account, an administrator's, with the token printed at start-up."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class ProfileChange(Input):
    """What of a profile to change; what is absent stays."""

    display_name: DisplayName | None = None
    timezone: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    locale: Locale | None = None


class PasswordChange(Input):
    """The current password once more, and the new one."""

    current_password: GivenPassword
    new_password: NewPassword


class User(Output):
    """The caller's own account."""

    id: int
    email: str
    display_name: str
    is_admin: bool
    timezone: str
    locale: Locale
    created_at: datetime


class TokenReply(Output):
    """An access token, kept in memory only; the refresh token travels in a cookie."""

    access_token: str
    token_type: Literal["bearer"]
    expires_in: int = Field(description="Seconds until the access token ends")
    user: User


class Session(Output):
    """One log-in of the caller's."""

    id: UUID
    user_agent: str
    ip_hint: str = Field(description="The network it was last used from, shortened")
    created_at: datetime
    last_used_at: datetime
    current: bool = Field(description="Whether this request belongs to it")


class SetupState(Output):
    """Whether Musaic still waits for its first account, and who may register."""

    needs_admin: bool
    registration_open: bool


class JsonWebKey(Output):
    """One public key that verifies access tokens (RFC 7517)."""

    kid: str
    kty: str
    alg: str
    use: str
    n: str
    e: str


class JsonWebKeySet(Output):
    """Every key that verifies access tokens."""

    keys: list[JsonWebKey]
