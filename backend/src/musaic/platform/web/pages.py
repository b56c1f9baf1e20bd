"""Serves the built web app: compressed files, long caching, a strict content policy.

A path with an extension is a file or a 404; any other path is a page of the app, answered with
its prerendered HTML if there is one and with the app's shell otherwise. The policy names each
inline script of a page by its hash, because the service worker compares pages byte by byte and
so no nonce can be written into them.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

SHELLS = ("index.csr.html", "index.html")
RESERVED = ("/api/", "/.well-known/")
_HASHED = re.compile(r"-[A-Za-z0-9_-]{8}\.[a-z0-9]+$")
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}


@dataclass(frozen=True)
class Page:
    """One file to send, and the headers that go with it."""

    file: Path
    headers: dict[str, str]


class WebApp:
    """The ASGI application behind every path that no route claims."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file or page for the path; raises HTTPException 404 or 405."""
        if scope["type"] != "http" or scope["path"].startswith(RESERVED):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET, HEAD"})
        file = self._find(scope["path"])
        if file is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        await self._respond(file, Headers(scope=scope))(scope, receive, send)

    def _find(self, path: str) -> Path | None:
        relative = PurePosixPath(path.lstrip("/"))
        if ".." in relative.parts or "\0" in path:
            return None
        if relative.suffix:
            return self._file(str(relative))
        candidates = [str(relative / "index.html"), *SHELLS]
        return next((file for name in candidates if (file := self._file(name))), None)

    def _file(self, name: str) -> Path | None:
        file = (self.root / name).resolve()
        return file if file.is_relative_to(self.root) and file.is_file() else None

    def _respond(self, file: Path, request: Headers) -> Response:
        headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-cache"}
        if _HASHED.search(file.name):
            headers["Cache-Control"] = _FOREVER
        if file.suffix == ".html":
            headers["Content-Security-Policy"] = content_policy(file, file.stat().st_mtime_ns)
        accepted = request.get("accept-encoding", "")
        body = file
        for encoding, suffix in _ENCODINGS:
            compressed = file.with_name(file.name + suffix)
            if encoding in accepted and compressed.is_file():
                headers["Content-Encoding"] = encoding
                body = compressed
                break
        response = FileResponse(
            body, headers=headers, media_type=_TYPES.get(file.suffix, "application/octet-stream")
        )
        response.set_stat_headers(body.stat())
        if request.get("if-none-match") == response.headers["etag"]:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=dict(response.headers))
        return response


@lru_cache(maxsize=64)
def content_policy(page: Path, version: int) -> str:
    """Return the policy of one page; ``version`` (its time stamp) renews it after a new build."""
    del version
    hashes = " ".join(_script_hash(script) for script in _INLINE_SCRIPT.findall(page.read_text("utf-8")))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".strip(),
            # Angular writes its components' styles into the page at run time.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self'",
            "worker-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _script_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
