"""What chart routes ask for: the range, and a reply that is computed once per version of the history."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics import ranges
from musaic.listening.analytics.cache import ChartCache
from musaic.listening.analytics.repository.state import read
from musaic.listening.analytics.zone import follow_zone
from musaic.platform import clock
from musaic.platform.deps import CurrentUser, Runtime, RuntimeDep
from musaic.platform.schemas import DateText, Output
from musaic.platform.security.tokens import Principal


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


async def wanted_range(
    range_: Annotated[
        str | None,
        Query(alias="range", max_length=10, description="all, 7d, 30d, 90d, 365d, YYYY or YYYY-MM"),
    ] = None,
    from_: Annotated[DateText | None, Query(alias="from", description="First local day, included")] = None,
    to: Annotated[DateText | None, Query(description="Last local day, included")] = None,
) -> WantedRange:
    """Return the range that the request names."""
    return WantedRange(range_, from_, to)


RangeDep = Annotated[WantedRange, Depends(wanted_range)]
Build = Callable[[AsyncSession, int, ranges.Span], Awaitable[Output]]


@dataclass(frozen=True)
class Charts:
    """Answers charts of one user, from the cache while the history has not changed."""

    request: Request
    user: Principal
    runtime: Runtime

    async def reply(self, wanted: WantedRange, parameters: str, build: Build) -> Response:
        """Return the chart named by ``parameters`` over the range, or 304 if the client has it.

        The tag carries the version of the history, so nothing is ever stale. A transaction is
        opened only to compute: most requests end before it.
        """
        user_id = self.user.user_id
        async with self.runtime.database.glance_engine.connect() as connection:
            state = await read(connection, user_id)
        if state.wanted != state.timezone:
            async with self.runtime.database.user_transaction(user_id) as session:
                await follow_zone(session, user_id, state)
        span = wanted.in_zone(state.timezone)
        name = hashlib.sha256(f"{self.request.url.path}?{span.key}&{parameters}".encode()).hexdigest()[:16]
        tag = f'"{state.version:x}-{name}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
        if tag in self.request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body = await self._body(f"chart:{user_id}:{state.version:x}:{name}", build, span)
        return Response(body, media_type="application/json", headers=headers)

    async def _body(self, key: str, build: Build, span: ranges.Span) -> bytes:
        cache = self.runtime.port(ChartCache)
        body = await cache.get(key)
        if body is None:
            async with self.runtime.database.user_transaction(self.user.user_id) as session:
                body = (await build(session, self.user.user_id, span)).model_dump_json().encode()
            await cache.put(key, body)
        return body


async def charts(request: Request, user: CurrentUser, runtime: RuntimeDep) -> Charts:
    """Return the caller's charts."""
    return Charts(request, user, runtime)


ChartsDep = Annotated[Charts, Depends(charts)]
