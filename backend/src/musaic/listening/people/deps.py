"""A comparison over HTTP: consent first, then the copies of client and cache, then the figures."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response

from musaic.listening.analytics.cache import ChartCache
from musaic.listening.analytics.clock import today_in
from musaic.listening.analytics.deps import DEFINITIONS, Format, WantedRange
from musaic.listening.analytics.repository.state import HistoryState
from musaic.listening.analytics.spreadsheet import CSV_ROWS, as_csv
from musaic.listening.analytics.states import HistoryStates
from musaic.listening.people.months import Days, shown
from musaic.listening.people.service import connections
from musaic.listening.people.service.comparison import DEFINITION, Asked, compare
from musaic.platform.deps import CurrentUser, Runtime, RuntimeDep
from musaic.platform.security.tokens import Principal


@dataclass(frozen=True)
class Comparisons:
    """Answers comparisons of one user, from the cache while neither history has changed."""

    request: Request
    user: Principal
    runtime: Runtime
    csv: bool

    def rows(self, limit: int) -> int:
        """Return how long the list is: a download holds the whole of it."""
        return CSV_ROWS if self.csv else limit

    async def reply(self, connection_id: UUID, wanted: WantedRange, asked: Asked) -> Response:
        """Return the comparison, or 304 if the client has it; raises ConnectionNotFoundError.

        The tag carries the versions of both histories and the day, so nothing is ever stale.
        """
        mine = self.user.user_id
        other = await connections.consented(self.runtime.database, mine, connection_id)
        histories = self.runtime.port(HistoryStates)
        states = [await histories.of(user_id) for user_id in (mine, other)]
        days = shown(wanted.on(_today(states[0])), min(_today(state) for state in states))
        media_type = "text/csv; charset=utf-8" if self.csv else "application/json"
        text = f"{connection_id}?{days.span.key}&{days.today}&{asked}&{media_type}"
        versions = f"{states[0].version:x}.{states[1].version:x}"
        name = f"{versions}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        headers = {
            "ETag": f'"{name}"',
            "Cache-Control": "private, no-cache",
            "Vary": "Authorization, Accept",
            "Link": f'<{DEFINITIONS}#{DEFINITION}>; rel="describedby"',
        }
        if headers["ETag"] in self.request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body = await self._body(f"people:{mine}:{name}", (mine, other), connection_id, days, asked)
        if self.csv:
            headers["Content-Disposition"] = f'attachment; filename="two-people-{days.name}.csv"'
        return Response(body, media_type=media_type, headers=headers)

    async def _body(
        self, key: str, pair: tuple[int, int], connection_id: UUID, days: Days, asked: Asked
    ) -> bytes:
        database, cache = self.runtime.database, self.runtime.port(ChartCache)
        body = await cache.get(key)
        if body is None:
            found = await compare(database, pair, days, asked)
            # Who ended the connection while this was computed is obeyed too.
            await connections.consented(database, pair[0], connection_id)
            body = as_csv(found) if self.csv else found.model_dump_json().encode()
            await cache.put(key, body)
        return body


def _today(state: HistoryState) -> date:
    return today_in(ZoneInfo(state.timezone))


async def comparisons(
    request: Request, user: CurrentUser, runtime: RuntimeDep, format_: Format = "json"
) -> Comparisons:
    """Return the caller's comparisons."""
    wants_csv = format_ == "csv" or request.headers.get("accept", "").startswith("text/csv")
    return Comparisons(request, user, runtime, wants_csv)


ComparisonsDep = Annotated[Comparisons, Depends(comparisons)]
