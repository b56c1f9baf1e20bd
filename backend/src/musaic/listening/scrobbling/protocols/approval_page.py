"""The page that Last.fm clients open in a browser: a logged-in person lets them in, or not.

One small page of its own, so that it works whatever the app's state. It asks for an access token
with the browser's own cookie, as the app does, and answers through the ordinary API.
"""

import base64
import hashlib
from pathlib import Path

from starlette.responses import Response

from musaic.listening.scrobbling.protocols.call import Call, Trouble

_FOLDER = Path(__file__).with_name("approval")
_STYLE, _SCRIPT, _PAGE = (
    (_FOLDER / name).read_text("utf-8") for name in ("style.css", "page.js", "page.html")
)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


_DOCUMENT = _PAGE.replace("/*style*/", _STYLE).replace("/*script*/", _SCRIPT)
_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src {_hash(_SCRIPT)}",
        f"style-src {_hash(_STYLE)}",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_STATUS = {
    Trouble.TOO_MANY: 429,
    Trouble.TOO_LARGE: 413,
    Trouble.AWAY: 503,
    Trouble.BROKEN: 500,
    Trouble.METHOD: 405,
}


class ApprovalPage:
    """The page at ``/api/auth/?api_key=&token=``."""

    name = "approval"
    most_bytes = 1024

    async def answer(self, call: Call) -> Response:
        """Return the page; it reads the token from its own address."""
        if call.method != "GET":
            return self.refuse(Trouble.METHOD, call)
        headers = {
            "Content-Security-Policy": _POLICY,
            # Nobody else's page has any business here.
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        return Response(_DOCUMENT, headers=headers, media_type="text/html; charset=utf-8")

    def refuse(self, trouble: Trouble, call: Call | None) -> Response:  # noqa: ARG002  the port
        """Say what is wrong in a few words."""
        return Response(f"{trouble.value}\n", _STATUS[trouble], media_type="text/plain; charset=utf-8")
