"""Concentration and races against a recomputation."""

from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from listening.analytics.charts.conftest import SPANS, Seen
from musaic.listening.analytics.charts.standing import service
from musaic.listening.analytics.ranges import Span

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("sheets")]


def sums(rows: list[Any], entity: str) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        if row[f"{entity}_id"] is not None:
            plays, ms = found[row[f"{entity}_id"]]
            found[row[f"{entity}_id"]] = (plays + 1, ms + (row["ms_played"] or 0))
    return dict(found)


@pytest.mark.parametrize("entity", ["track", "artist", "album"])
@pytest.mark.parametrize("lead", [0, 1])
async def test_concentration(seen: Seen, entity: str, lead: int) -> None:
    for span in SPANS:
        figures = sorted(pair[lead] for pair in sums(seen.plays(span), entity).values())
        chart = await seen.ask(service.concentration, span, entity, ("plays", "time")[lead])
        total = sum(figures)
        if not total:
            assert (chart.count, chart.gini, chart.items) == (0, None, [])
            continue
        assert (chart.count, chart.total) == (len(figures), total)
        # The definition: the mean difference of all pairs, over twice the mean.
        pairs = sum(abs(one - other) for one in figures for other in figures)
        assert chart.gini == pytest.approx(pairs / (2 * len(figures) * total), abs=1e-6)
        for share in chart.shares:
            assert share.share == pytest.approx(sum(figures[-share.top :]) / total, abs=1e-6)
        for point in chart.items:
            held = sum(figures[: round(point.part * len(figures))])
            assert point.share == pytest.approx(held / total, abs=1e-6)
        assert (chart.items[0].share, chart.items[-1].share) == (0, 1)


@pytest.mark.parametrize("entity", ["track", "artist", "album"])
@pytest.mark.parametrize("frame", ["month", "year"])
@pytest.mark.parametrize("cumulative", [True, False])
async def test_race(seen: Seen, entity: str, frame: str, cumulative: bool) -> None:  # noqa: FBT001  a case
    def frame_of(row: Any) -> date:
        day: date = row["local"].date()
        return day.replace(day=1) if frame == "month" else day.replace(month=1, day=1)

    for span in [Span(), Span(date(2023, 1, 20), date(2023, 11, 3))]:
        first = span.first.replace(day=1) if frame == "month" else span.first.replace(month=1, day=1)
        last = span.last.replace(day=1) if frame == "month" else span.last.replace(month=1, day=1)
        rows = [row for row in seen.plays(Span()) if first <= frame_of(row) <= last]
        own = []
        before: dict[int, int] = {}
        for start in sorted({frame_of(row) for row in rows}):
            inside = [row for row in rows if frame_of(row) == start or (cumulative and frame_of(row) < start)]
            ranked = sorted(
                sums(inside, entity).items(), key=lambda item: (-item[1][1], -item[1][0], item[0])
            )[:4]
            now = {key: rank for rank, (key, _) in enumerate(ranked, 1)}
            for key, (plays, ms) in ranked:
                moved = before[key] - now[key] if key in before else None
                own.append((start, now[key], key, plays, ms, moved))
            before = now
        chart = await seen.ask(service.race, span, entity, "time", frame=frame, cumulative=cumulative, top=4)
        assert [
            (item.start, item.rank, item.id, item.plays, item.ms_played, item.moved) for item in chart.items
        ] == own
