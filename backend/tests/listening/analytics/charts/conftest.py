"""One history, seen from three zones, on a day that stays the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from fixtures.chart_rows import chart_rows
from fixtures.listening import Histories
from musaic.listening.analytics.ranges import Span
from musaic.platform import clock

ZONES = ["Asia/Almaty", "Europe/Berlin", "America/New_York"]
NOW = datetime(2024, 6, 20, 12, tzinfo=UTC)
SPANS = [
    Span(),
    Span(date(2023, 1, 1), date(2023, 12, 31)),
    Span(date(2023, 2, 1), date(2023, 2, 28)),
    Span(date(2023, 3, 20), date(2023, 4, 2)),
    Span(date(2022, 12, 31), date(2023, 1, 1)),
    Span(date(2022, 11, 17), date(2024, 2, 9)),
    Span(first=date(2023, 6, 15)),
    Span(last=date(2023, 6, 15)),
    Span(date(2030, 1, 1), date(2030, 1, 2)),
    Span(date(2030, 1, 1), date(2030, 2, 28)),
]


@dataclass(frozen=True)
class Seen:
    """A history as its user sees it: raw rows, each with the local moment as ``local``."""

    histories: Histories
    user_id: int
    zone: ZoneInfo
    rows: list[Mapping[str, Any]]

    def plays(self, span: Span) -> list[Mapping[str, Any]]:
        """Return the counted rows of the span, oldest first."""
        return [row for row in self.rows if row["counted"] and within(span, row)]

    async def ask(self, build: Any, *args: Any, **options: Any) -> Any:
        """Return what a service answers in a transaction of the user's."""
        async with self.histories.database.user_transaction(self.user_id) as session:
            return await build(session, self.user_id, *args, **options)


def within(span: Span, row: Mapping[str, Any]) -> bool:
    return bool(span.first <= row["local"].date() <= span.last)


@pytest_asyncio.fixture(params=ZONES)
async def seen(request: pytest.FixtureRequest, histories: Histories, monkeypatch: pytest.MonkeyPatch) -> Seen:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    user_id = await histories.user(request.param)
    await histories.add(user_id, chart_rows())
    zone = ZoneInfo(request.param)
    rows = [row | {"local": row["played_at"].astimezone(zone)} for row in await histories.listens(user_id)]
    return Seen(histories, user_id, zone, rows)
