"""The refresh cookie: out of reach of scripts and of other sites."""

from starlette.requests import Request
from starlette.responses import Response

from musaic.accounts.service.sessions import Issued
from musaic.platform.clock import now
from musaic.platform.settings import Settings

PATH = "/api/v1/auth"
_NAME = "musaic_refresh"


def cookie_name(settings: Settings) -> str:
    """Return the cookie's name. On HTTPS the prefix makes browsers insist on Secure.

    ``__Host-`` would insist on more, but also on Path=/, and then every request carried it.
    """
    return f"__Secure-{_NAME}" if settings.secure_cookies else _NAME


def read_refresh_token(request: Request, settings: Settings) -> str | None:
    """Return the refresh token that came with the request."""
    return request.cookies.get(cookie_name(settings))


def set_refresh_cookie(response: Response, issued: Issued, settings: Settings) -> None:
    """Give the refresh token to the browser, until the session ends."""
    response.set_cookie(
        cookie_name(settings),
        issued.refresh_token,
        max_age=int((issued.refresh_until - now()).total_seconds()),
        path=PATH,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="strict",
    )


def clear_refresh_cookie(response: Response, settings: Settings) -> None:
    """Take the refresh token from the browser."""
    response.delete_cookie(
        cookie_name(settings), path=PATH, secure=settings.secure_cookies, httponly=True, samesite="strict"
    )
