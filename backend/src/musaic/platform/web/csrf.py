"""Defence of the few routes that a cookie alone opens (refresh, log out)."""

from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.requests import Request

from musaic.platform.errors import AppError
from musaic.platform.settings import Settings

HEADER = "X-Musaic-CSRF"
_VALUE = "1"


class CsrfRefusedError(AppError):
    """A cookie route was called without proof that our own page asked."""

    status = HTTPStatus.FORBIDDEN
    code = "csrf_refused"
    detail_default = "This must come from Musaic's own page: send X-Musaic-CSRF: 1 from the same origin."


def require_own_page(request: Request, settings: Settings) -> None:
    """Raise CsrfRefusedError unless our own page asked, and asked by script.

    Both are needed: a same-origin mark that only a browser sets (``Sec-Fetch-Site``, or else an
    ``Origin`` that is ours), and a header that no form or image can send.
    """
    if request.headers.get(HEADER) != _VALUE or not _same_origin(request, settings):
        raise CsrfRefusedError


def refuse_other_sites(request: Request, settings: Settings) -> None:
    """Raise CsrfRefusedError when a browser says that another site sends this.

    For routes that set the cookie: another site must not log our user in as somebody else.
    Programs, which send neither mark, pass.
    """
    marked = "sec-fetch-site" in request.headers or "origin" in request.headers
    if marked and not _same_origin(request, settings):
        raise CsrfRefusedError


def _same_origin(request: Request, settings: Settings) -> bool:
    origin = request.headers.get("origin")
    if request.headers.get("sec-fetch-site") == "same-origin":
        return True
    if origin is None:
        return False
    own = {_origin(settings.base_url), *(value.rstrip("/") for value in settings.cors_origins)}
    if origin in own:
        return True
    # Behind a proxy that keeps Host, or on a second name of this machine.
    parts = urlsplit(origin)
    insecure = settings.secure_cookies and parts.scheme != "https"
    return bool(parts.netloc) and not insecure and parts.netloc == request.headers.get("host")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
