"""Endings, shuffle, offline, platforms and countries against a recomputation."""

from collections import Counter
from typing import Any

import pytest

from fixtures import recomputed_runs
from listening.analytics.charts.conftest import SPANS, Seen, within
from musaic.listening.analytics.charts.habits import service
from musaic.listening.analytics.filters import UNFILTERED, Filters, Named
from musaic.listening.analytics.ranges import Span

pytestmark = pytest.mark.asyncio


def cases(seen: Seen) -> list[tuple[Filters, Any]]:
    artist = seen.plays(Span())[3]["artist_id"]
    track = seen.plays(Span())[9]["track_id"]
    named = Named(artist=(artist,), track=(track,))
    return [
        (UNFILTERED, lambda _: True),
        (Filters(only=named), lambda row: row["artist_id"] == artist or row["track_id"] == track),
        (Filters(exclude=named), lambda row: row["artist_id"] != artist and row["track_id"] != track),
    ]


async def test_skips(seen: Seen) -> None:
    for filters, passes in cases(seen):
        for span in SPANS:
            real = [row for row in seen.rows if row["twin_of"] is None and within(span, row) and passes(row)]
            chart = await seen.ask(service.skips, span, filters)
            counts = Counter(map(recomputed_runs.skip_of, real))
            known = len(real) - counts["unknown"]
            assert chart.totals.model_dump() == {
                "listens": len(real),
                **{name: counts[name] for name in ("skipped", "completed", "stopped", "unknown")},
                "skip_rate": round(counts["skipped"] / known, 4) if known else None,
                "completion_rate": round(counts["completed"] / known, 4) if known else None,
            }
            months = Counter(row["local"].date().replace(day=1) for row in real)
            assert {item.start: item.listens for item in chart.items} == months
            skipped = Counter(
                row["local"].date().replace(day=1)
                for row in real
                if recomputed_runs.skip_of(row) == "skipped"
            )
            assert {item.start: item.skipped for item in chart.items if item.skipped} == skipped


@pytest.mark.parametrize("fact", ["shuffle", "offline", "platform", "country"])
async def test_habits(seen: Seen, fact: str) -> None:
    for filters, passes in cases(seen):
        for span in SPANS:
            plays = [row for row in seen.plays(span) if passes(row)]
            chart = await seen.ask(service.habits, span, filters, fact=fact)
            counts: Counter[str] = Counter()
            time: Counter[str] = Counter()
            for row in plays:
                value = recomputed_runs.facts(row)[fact]
                counts[value] += 1
                time[value] += row["ms_played"] or 0
            known = sum(counts.values()) - counts["unknown"]
            own = [
                (value, count, time[value], None if value == "unknown" else round(count / known, 4))
                for value, count in counts.items()
            ]
            own.sort(key=lambda row: (-row[1], -row[2], row[0]))
            assert [tuple(item.model_dump().values()) for item in chart.items] == own
