"""Sessions, streaks, breaks and repeats against a recomputation."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from fixtures import recomputed_runs
from listening.analytics.charts.conftest import SPANS, Seen
from musaic.listening.analytics.charts.runs import service
from musaic.listening.analytics.filters import UNFILTERED, Filters
from musaic.listening.analytics.ranges import Span

pytestmark = pytest.mark.asyncio
DAY = timedelta(days=1)


async def test_sessions(seen: Seen) -> None:
    everything = recomputed_runs.sessions(seen.rows, seen.zone.key)
    for span in SPANS:
        own = [row for row in everything if span.first <= row[2] <= span.last]
        chart = await seen.ask(service.sessions, span, "longest", limit=200, cursor=None)
        long = [round((end - start) / timedelta(milliseconds=1)) for start, end, *_ in own]
        assert chart.count == len(own)
        assert chart.longest_ms == max(long, default=0)
        assert chart.mean_ms_long == (sum(long) // len(own) if own else 0)
        assert chart.mean_plays == (round(sum(row[3] for row in own) / len(own), 2) if own else 0)
        ranked = sorted(own, key=lambda row: (row[1] - row[0], row[0]), reverse=True)[:200]
        found = [
            (item.started_at, item.ended_at, item.day, item.plays, item.ms_played) for item in chart.items
        ]
        assert found == ranked


@pytest.mark.parametrize("order", ["newest", "oldest", "longest", "shortest", "most_plays"])
async def test_pages_of_sessions_join_without_gaps(seen: Seen, order: str) -> None:
    whole = await seen.ask(service.sessions, Span(), order, limit=200, cursor=None)
    pages: list[Any] = []
    cursor = None
    while len(pages) < 40:
        page = await seen.ask(service.sessions, Span(), order, limit=8, cursor=cursor)
        pages += page.items
        cursor = page.next_cursor
    assert pages == whole.items[: len(pages)]


def streaks(days: dict[date, tuple[int, int]]) -> list[tuple[date, date, int, int, int]]:
    """Return (first, last, days, plays, ms) of every run, by walking from each day that begins one."""
    found = []
    for first in sorted(days):
        if first - DAY in days:
            continue
        last = first
        while last + DAY in days:
            last += DAY
        inside = [days[first + number * DAY] for number in range((last - first).days + 1)]
        found.append((first, last, len(inside), sum(p for p, _ in inside), sum(m for _, m in inside)))
    return found


def by_day(rows: list[Any]) -> dict[date, tuple[int, int]]:
    sums: dict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        plays, ms = sums[row["local"].date()]
        sums[row["local"].date()] = (plays + 1, ms + (row["ms_played"] or 0))
    return dict(sums)


async def test_streaks_and_breaks(seen: Seen) -> None:
    artist = seen.plays(Span())[3]["artist_id"]
    cases = [
        (UNFILTERED, lambda _: True),
        (Filters.one("artist", artist), lambda row: row["artist_id"] == artist),
        (Filters(exclude=Filters.one("artist", artist).only), lambda row: row["artist_id"] != artist),
    ]
    for filters, passes in cases:
        for span in SPANS:
            days = by_day([row for row in seen.plays(span) if passes(row)])
            own = streaks(days)
            own.sort(key=lambda run: (-run[2], -run[1].toordinal()))
            chart = await seen.ask(service.streaks, span, filters, limit=500)
            assert [tuple(item.model_dump().values()) for item in chart.items] == own
            assert chart.longest == (chart.items[0] if own else None)
            empty = sorted(
                (
                    (later - DAY, earlier + DAY, (later - earlier).days - 1)
                    for earlier, later in zip(sorted(days), sorted(days)[1:], strict=False)
                    if later - earlier > DAY
                ),
                key=lambda item: (-item[2], -item[0].toordinal()),
            )
            chart = await seen.ask(service.breaks, span, filters, limit=500)
            found = [(item.last_day, item.first_day, item.days) for item in chart.items]
            assert found == empty


async def test_the_current_streak_may_end_yesterday(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    days = sorted({row["local"].date() for row in seen.plays(Span())})
    last = days[-1]
    for later, going_on in ((0, True), (1, True), (2, False)):
        monkeypatch.setattr(service, "today_in", lambda _, later=later: last + later * DAY)
        chart = await seen.ask(service.streaks, Span(), limit=5)
        assert (chart.current is not None) == going_on
        if chart.current is not None:
            assert chart.current.last_day == last


@pytest.mark.parametrize("metric", ["plays", "time"])
async def test_on_repeat(seen: Seen, metric: str) -> None:
    everything = recomputed_runs.repeats(seen.rows, seen.zone.key)
    for span in SPANS:
        tracks: dict[int, list[Any]] = defaultdict(list)
        for (track, day), (plays, ms) in everything.items():
            if span.first <= day <= span.last:
                tracks[track].append((plays, -day.toordinal(), ms))
        own = []
        for track, days in tracks.items():
            best = max(days)
            plays, ms = sum(day[0] for day in days), sum(day[2] for day in days)
            own.append((track, len(days), plays, ms, date.fromordinal(-best[1]), best[0]))
        lead = 2 if metric == "plays" else 3
        own.sort(key=lambda row: (-row[lead], -row[5 - lead], row[0]))
        chart = await seen.ask(service.on_repeat, span, metric, limit=200, cursor=None)
        assert [
            (item.id, item.days, item.plays, item.ms_played, item.best_day, item.best_plays)
            for item in chart.items
        ] == own
