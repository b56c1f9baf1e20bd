"""Rate limits by slowapi: counted in Redis, in memory while Redis is away.

slowapi wants its limiter when modules are imported, long before there are settings. Here each
application owns one, built from its settings: ``RateLimits`` counts every API request of a user
(or address), and routes ask for a stricter count of their own with ``Depends(limited("…"))``.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

from anyio import to_thread
from limits import RateLimitItem
from slowapi import Limiter
from slowapi.errors import RateLimitExceeded
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from musaic.platform.errors import NotAuthenticatedError, TooManyRequestsError
from musaic.platform.security.tokens import TokenService
from musaic.platform.settings import Settings
from musaic.platform.web.addresses import client_address, parse_networks, rate_key
from musaic.platform.web.problems import problem_response

EVERYTHING = "requests"
# A black-holed Redis may hold up a request this long, once in a while.
_STORAGE_TIMEOUT_S = 0.2
_PREFIX = "/api/"
_DOCUMENTS = ("/api/docs", "/api/openapi.json")


class RateLimits:
    """The limits of one application, by name."""

    def __init__(self, settings: Settings) -> None:
        self._trusted = parse_networks(settings.trusted_proxies)
        timeouts: dict[str, Any] = {
            "socket_timeout": _STORAGE_TIMEOUT_S,
            "socket_connect_timeout": _STORAGE_TIMEOUT_S,
        }
        self._limiter = Limiter(
            key_func=self._caller,
            storage_uri=settings.redis_url or "memory://",
            storage_options=timeouts if settings.redis_url else {},
            in_memory_fallback_enabled=True,
            key_prefix="musaic-limits",
            enabled=settings.rate_limits,
        )
        by_address = {
            "credentials": settings.rate_limit_credentials,
            "registrations": settings.rate_limit_registrations,
            "refreshes": settings.rate_limit_refreshes,
        }
        self._checks = {name: self._check(name, limit, self._address) for name, limit in by_address.items()}
        self._checks[EVERYTHING] = self._check(EVERYTHING, settings.rate_limit_requests, self._caller)

    def count(self, name: str, request: Request) -> None:
        """Count ``request`` under the limit ``name``; raises TooManyRequestsError above it."""
        # slowapi marks a request as counted; ours may be counted under several names.
        request.state._rate_limiting_complete = False  # noqa: SLF001
        try:
            self._checks[name](request)
        except RateLimitExceeded as error:
            wait = self._seconds_left(request)
            raise TooManyRequestsError(headers={"Retry-After": str(wait)}) from error

    def _check(self, name: str, limit: str, key: Callable[[Request], str]) -> Callable[[Request], None]:
        def check(request: Request) -> None:
            """Stand for a route: slowapi counts whoever calls it."""

        # slowapi files limits under the function's name.
        check.__name__ = f"limit_{name}"
        counted = self._limiter.shared_limit(limit, scope=name, key_func=key)(check)
        return cast("Callable[[Request], None]", counted)

    def _seconds_left(self, request: Request) -> int:
        limit, keys = cast("tuple[RateLimitItem, list[str]]", request.state.view_rate_limit)
        try:
            reset_at, _ = self._limiter.limiter.get_window_stats(limit, *keys)
        except Exception:  # noqa: BLE001  the storage went away just now: name the whole window
            return int(limit.get_expiry())
        return max(1, int(reset_at - time.time()) + 1)

    def _caller(self, request: Request) -> str:
        user_id = getattr(request.state, "token_user_id", None)
        return f"user:{user_id}" if user_id is not None else self._address(request)

    def _address(self, request: Request) -> str:
        return f"address:{rate_key(client_address(request.scope, self._trusted))}"


def limited(name: str) -> Callable[[Request], Awaitable[None]]:
    """Return a dependency that counts the request under the limit ``name``, per address."""

    async def count(request: Request) -> None:
        limits: RateLimits = request.app.state.limits
        # In a thread: slowapi speaks to Redis synchronously.
        await to_thread.run_sync(limits.count, name, request)

    return count


class RateLimited:
    """Counts every request to the API before its body is read."""

    def __init__(self, app: ASGIApp, *, limits: RateLimits, tokens: Callable[[], TokenService]) -> None:
        self.app = app
        self.limits = limits
        self.tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or answer 429."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(_PREFIX) or path.startswith(_DOCUMENTS):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        self._recognise(request)
        try:
            # On the event loop: one round trip to a near Redis costs less than a thread.
            self.limits.count(EVERYTHING, request)
        except TooManyRequestsError as error:
            refusal = problem_response(error.status, error.code, error.detail, headers=error.headers)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _recognise(self, request: Request) -> None:
        """Verify the bearer token once, for the count and for ``current_user``."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return
        try:
            principal = self.tokens().verify(token)
        except NotAuthenticatedError:
            return
        request.state.token_user_id = principal.user_id
        request.state.verified = (token, principal)
