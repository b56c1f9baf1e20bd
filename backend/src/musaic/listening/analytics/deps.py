"""What chart routes ask for: the range, the filters, and a reply computed once per version of the history."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

from fastapi import Depends, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics import filters, ranges
from musaic.listening.analytics.asked import state_of
from musaic.listening.analytics.cache import ChartCache
from musaic.listening.analytics.clock import today_in
from musaic.listening.analytics.errors import InvalidFilterError, InvalidRangeError
from musaic.listening.analytics.repository.ranking import Metric
from musaic.listening.analytics.spreadsheet import CSV_ROWS, as_csv
from musaic.listening.analytics.zone import follow_zone
from musaic.platform.deps import CurrentUser, Runtime, RuntimeDep
from musaic.platform.schemas import DateText, Output
from musaic.platform.security.tokens import Principal
from musaic.platform.web.problems import problems

# The one page of definitions; every chart names its heading there.
DEFINITIONS = "/docs/listening/definitions.md"
# What every chart can answer, for the OpenAPI document.
WRONGLY_ASKED = (InvalidRangeError, InvalidFilterError)
CHART: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/csv": {"schema": {"type": "string"}}},
        "description": "The chart; as a table for format=csv",
    },
    304: {"description": "The client's copy is current"},
    **problems(*WRONGLY_ASKED),
}


@dataclass(frozen=True)
class WantedRange:
    """A range as asked for; which days it is depends on the zone."""

    name: str | None = None
    first: date | None = None
    last: date | None = None

    def in_zone(self, zone: str) -> ranges.Span:
        """Return the days; raises InvalidRangeError."""
        return self.on(today_in(ZoneInfo(zone)))

    def on(self, today: date) -> ranges.Span:
        """Return the days as of ``today``; raises InvalidRangeError."""
        return ranges.resolve(self.name, self.first, self.last, today)


EVERYTHING = WantedRange()


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


async def wanted_filters(
    only: Annotated[
        list[str] | None,
        Query(
            max_length=filters.MOST_NAMED, description="Only these: artist:ID, album:ID, track:ID, genre:NAME"
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        Query(
            max_length=filters.MOST_NAMED,
            description="All but these: artist:ID, album:ID, track:ID, genre:NAME",
        ),
    ] = None,
) -> filters.Filters:
    """Return what the request narrows the chart to; raises InvalidFilterError."""
    return filters.parse(only or (), exclude or ())


MetricQuery = Annotated[
    Metric, Query(description="What a list is sorted by; charts always hold both figures")
]


async def accept_metric(metric: MetricQuery = "plays") -> Metric:
    """Accept the parameter that every chart shares; many charts hold both figures anyway."""
    return metric


FiltersDep = Annotated[filters.Filters, Depends(wanted_filters)]
Build = Callable[[AsyncSession, int, ranges.Span], Awaitable[Output]]
Format = Annotated[
    Literal["json", "csv"],
    Query(alias="format", description="csv is a download; Accept: text/csv asks for it too"),
]


ChartT = TypeVar("ChartT", bound=Output)


@dataclass(frozen=True)
class Drawing(Generic[ChartT]):
    """How a chart becomes bytes; what is ``slow`` is done beside the event loop."""

    media_type: str
    draw: Callable[[ChartT], bytes]
    slow: bool = True


_JSON = Drawing[Output]("application/json", lambda chart: chart.model_dump_json().encode(), slow=False)
_CSV = Drawing[Output]("text/csv; charset=utf-8", as_csv, slow=False)


@dataclass(frozen=True)
class Charts:
    """Answers charts of one user, from the cache while the history has not changed."""

    request: Request
    user: Principal
    runtime: Runtime
    csv: bool

    def rows(self, limit: int) -> int:
        """Return how long a page is: a download holds the whole list."""
        return CSV_ROWS if self.csv else limit

    async def reply(
        self, wanted: WantedRange, parameters: str, build: Build, definition: str, *, dated: bool = False
    ) -> Response:
        """Return the chart named by ``parameters`` over the range, or 304 if the client has it.

        The tag carries the version of the history, so nothing is ever stale; with ``dated`` also
        the present day, for charts that look back from it. ``definition`` is the heading under
        which the definitions say what the figures mean.
        """
        drawing = _CSV if self.csv else _JSON
        return await self._reply(wanted, f"{parameters}&{dated}", build, drawing, definition, dated=dated)

    async def draw(self, parameters: str, build: Build, drawing: "Drawing[Any]", definition: str) -> Response:
        """Return a picture of the chart, cached alike."""
        return await self._reply(EVERYTHING, parameters, build, drawing, definition, dated=False)

    async def _reply(
        self,
        wanted: WantedRange,
        parameters: str,
        build: Build,
        drawing: "Drawing[Any]",
        definition: str,
        *,
        dated: bool,
    ) -> Response:
        user_id = self.user.user_id
        state = await state_of(self.request, self.runtime, self.user)
        if state.wanted != state.timezone:
            async with self.runtime.database.user_transaction(user_id) as session:
                await follow_zone(session, user_id, state)
        span = wanted.in_zone(state.timezone)
        if dated:
            parameters += f"&{today_in(ZoneInfo(state.timezone))}"
        path = self.request.url.path
        text = f"{path}?{span.key}&{parameters}&{drawing.media_type}"
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        tag = f'"{state.version:x}-{name}"'
        headers = {
            "ETag": tag,
            "Cache-Control": "private, no-cache",
            "Vary": "Authorization, Accept",
            "Link": f'<{DEFINITIONS}#{definition}>; rel="describedby"',
        }
        if tag in self.request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body = await self._body(f"chart:{user_id}:{state.version:x}:{name}", build, span, drawing)
        if drawing is _CSV:
            filename = f"{path.rpartition('/')[2]}-{span.key}.csv"
            headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        return Response(body, media_type=drawing.media_type, headers=headers)

    async def _body(self, key: str, build: Build, span: ranges.Span, drawing: "Drawing[Any]") -> bytes:
        """Return the chart as bytes; a transaction is opened only to compute, most requests end before."""
        cache = self.runtime.port(ChartCache)
        body = await cache.get(key)
        if body is None:
            async with self.runtime.database.user_transaction(self.user.user_id) as session:
                chart = await build(session, self.user.user_id, span)
            body = await asyncio.to_thread(drawing.draw, chart) if drawing.slow else drawing.draw(chart)
            await cache.put(key, body)
        return body


async def charts(
    request: Request, user: CurrentUser, runtime: RuntimeDep, format_: Format = "json"
) -> Charts:
    """Return the caller's charts."""
    wants_csv = format_ == "csv" or request.headers.get("accept", "").startswith("text/csv")
    return Charts(request, user, runtime, wants_csv)


ChartsDep = Annotated[Charts, Depends(charts)]
