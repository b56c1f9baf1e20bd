"""Sentry, only for an operator who gives a DSN; nothing is sent anywhere otherwise."""

from typing import TYPE_CHECKING

from musaic.platform.logging import redact_secrets
from musaic.platform.settings import Settings

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint


def start_sentry(settings: Settings, process: str) -> None:
    """Report unexpected errors of this process to the operator's Sentry, without personal data."""
    if settings.sentry_dsn is None:
        return
    import sentry_sdk  # noqa: PLC0415  costs start-up time that most installations need not pay

    sentry_sdk.init(
        dsn=settings.sentry_dsn.get_secret_value(),
        send_default_pii=False,
        max_request_body_size="never",
        before_send=_without_secrets,
    )
    sentry_sdk.set_tag("process", process)


def _without_secrets(event: "Event", _: "Hint") -> "Event":
    extra = event.get("extra")
    if extra is not None:
        event["extra"] = dict(redact_secrets(None, "", dict(extra)))
    return event
