"""What chart routes ask for: the range, and a reply that is computed once per version of the history."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, cast
from zoneinfo import ZoneInfo

import structlog
from fastapi import Depends, Query, Request, Response
from redis.exceptions import RedisError
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics import ranges
from musaic.listening.analytics.repository.state import read
from musaic.listening.analytics.zone import follow_zone
from musaic.platform import clock
from musaic.platform.deps import CurrentUser, Runtime, RuntimeDep, UserSession
from musaic.platform.schemas import Output
from musaic.platform.security.tokens import Principal

CACHE_TTL_S = 3600
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class WantedRange:
    """A range as asked for; which days it is depends on the zone."""

    name: str | None
    first: date | None
    last: date | None

    def in_zone(self, zone: str) -> ranges.Span:
        """Return the days; raises InvalidRangeError."""
        today = clock.now().astimezone(ZoneInfo(zone)).date()
        return ranges.resolve(self.name, self.first, self.last, today)


def wanted_range(
    range_: Annotated[
        str | None,
        Query(alias="range", max_length=10, description="all, 7d, 30d, 90d, 365d, YYYY or YYYY-MM"),
    ] = None,
    from_: Annotated[date | None, Query(alias="from", description="First local day, included")] = None,
    to: Annotated[date | None, Query(description="Last local day, included")] = None,
) -> WantedRange:
    """Return the range that the request names."""
    return WantedRange(range_, from_, to)


RangeDep = Annotated[WantedRange, Depends(wanted_range)]
Build = Callable[[ranges.Span], Awaitable[Output]]


@dataclass(frozen=True)
class Charts:
    """Answers charts of one user, from the cache while the history has not changed."""

    request: Request
    session: AsyncSession
    user: Principal
    runtime: Runtime

    async def reply(self, wanted: WantedRange, parameters: str, build: Build) -> Response:
        """Return the chart named by ``parameters`` over the range, or 304 if the client has it.

        The tag carries the version of the history, so nothing is ever stale.
        """
        state = await read(self.session, self.user.user_id)
        if state.wanted != state.timezone:
            await follow_zone(self.session, self.user.user_id, state)
        span = wanted.in_zone(state.timezone)
        name = hashlib.sha256(f"{self.request.url.path}?{span.key}&{parameters}".encode()).hexdigest()[:16]
        tag = f'"{state.version:x}-{name}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
        if tag in self.request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        key = f"chart:{self.user.user_id}:{state.version:x}:{name}"
        body = await self._cached(key)
        if body is None:
            body = (await build(span)).model_dump_json()
            await self._keep(key, body)
        return Response(body, media_type="application/json", headers=headers)

    async def _cached(self, key: str) -> str | None:
        try:
            return cast("str | None", await self.runtime.redis.get(key))
        except (RedisError, OSError):
            return None

    async def _keep(self, key: str, body: str) -> None:
        try:
            await self.runtime.redis.set(key, body, ex=CACHE_TTL_S)
        except (RedisError, OSError):
            log.info("chart_not_cached", exc_info=True)


def charts(request: Request, session: UserSession, user: CurrentUser, runtime: RuntimeDep) -> Charts:
    """Return the caller's charts."""
    return Charts(request, session, user, runtime)


# Function-scoped like the session that it holds.
ChartsDep = Annotated[Charts, Depends(charts, scope="function")]
