"""The door that players knock at: their paths lie at the host's root, beside the app's own.

Stands in front of the application. Clients write paths with doubled and missing slashes, come from
pages of any origin, and understand only their own protocol's words, also when they are refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from musaic.listening.scrobbling.protocols.allowance import Allowance
from musaic.listening.scrobbling.protocols.call import Call, Protocol, Trouble
from musaic.platform.database import is_database_away
from musaic.platform.deps import Runtime
from musaic.platform.settings import Settings
from musaic.platform.web.addresses import client_address, parse_networks, rate_key

_SLASHES = re.compile(r"/{2,}")
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_HEADERS = {
    # No cookie opens anything here, so every origin may ask.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset-In, X-RateLimit-Reset, Retry-After"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(_METHODS),
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "86400",
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Place:
    """Where a protocol answers: below ``prefix``, or exactly there; ``mark`` must be in the query."""

    prefix: str
    protocol: Protocol
    below: bool = True
    mark: str | None = None

    def takes(self, path: str, query: bytes) -> bool:
        """Tell whether a request for ``path`` is for this place."""
        if self.mark is not None and self.mark not in {name.decode("latin-1") for name in _names(query)}:
            return False
        return path == self.prefix or (self.below and path.startswith(f"{self.prefix}/"))


def _names(query: bytes) -> list[bytes]:
    return [part.partition(b"=")[0] for part in query.split(b"&")]


@dataclass
class _Route:
    """What the request log and the figures call a request."""

    path: str


class ScrobbleDoor:
    """Answers the places of players, and lets everything else through to the application."""

    def __init__(self, app: ASGIApp, *, settings: Settings, places: Sequence[Place]) -> None:
        self.app = app
        self._places = places
        self._trusted = parse_networks(settings.trusted_proxies)
        self._allowance = Allowance(settings.rate_limit_scrobbles, enabled=settings.rate_limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        found = self._find(scope) if scope["type"] == "http" else None
        if found is None:
            await self.app(scope, receive, send)
            return
        place, path = found
        scope["route"] = _Route(f"{place.prefix}/…")
        try:
            response = await self._answer(place, path, Request(scope, receive))
        except ClientDisconnect:
            return
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        await response(scope, receive, send)

    def _find(self, scope: Scope) -> tuple[Place, str] | None:
        path = _SLASHES.sub("/", scope["path"]).rstrip("/")
        for place in self._places:
            if place.takes(path, scope["query_string"]):
                return place, path[len(place.prefix) :] or "/"
        return None

    async def _answer(self, place: Place, path: str, request: Request) -> Response:
        protocol = place.protocol
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_PREFLIGHT)
        runtime: Runtime = request.app.state.runtime
        call = Call(request, path, b"", runtime.database, runtime.settings.base_url)
        address = rate_key(client_address(request.scope, self._trusted))
        standing = await self._allowance.count(runtime.redis, address)
        if standing.is_over:
            response = protocol.refuse(Trouble.TOO_MANY, call)
            response.headers["Retry-After"] = str(standing.reset_in)
        else:
            response = await self._served(protocol, call)
        response.headers.update(standing.headers)
        return response

    async def _served(self, protocol: Protocol, call: Call) -> Response:
        if call.request.method not in _METHODS:
            return protocol.refuse(Trouble.METHOD, call)
        try:
            body = await _body(call.request, protocol.most_bytes)
            if body is None:
                return protocol.refuse(Trouble.TOO_LARGE, call)
            return await protocol.answer(replace(call, body=body))
        except ClientDisconnect:
            raise
        except Exception as error:
            if is_database_away(error):
                log.warning("database_away", error=type(error).__name__)
                return protocol.refuse(Trouble.AWAY, call)
            log.exception("scrobble_failed", protocol=protocol.name)
            return protocol.refuse(Trouble.BROKEN, call)


async def _body(request: Request, most: int) -> bytes | None:
    """Read the body; None when it is larger than ``most`` bytes."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            return None
        pieces.append(piece)
    return b"".join(pieces)
