"""First listens, returns, forgotten favourites, milestones and one-hit wonders against a recomputation."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from listening.analytics.charts.conftest import NOW, SPANS, Seen
from musaic.listening.analytics.charts.discovery import service
from musaic.listening.analytics.ranges import Span, next_month

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("sheets")]
DAY = timedelta(days=1)
ENTITIES = ["track", "artist", "album"]


def firsts(seen: Seen, entity: str) -> dict[int, Any]:
    """Return the first play of each, of all time."""
    found: dict[int, Any] = {}
    for row in seen.plays(Span()):
        if row[f"{entity}_id"] is not None:
            found.setdefault(row[f"{entity}_id"], row)
    return found


def grouped(rows: list[Any], entity: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if row[f"{entity}_id"] is not None:
            found[row[f"{entity}_id"]].append(row)
    return found


def time_of(rows: list[Any]) -> int:
    return sum(row["ms_played"] or 0 for row in rows)


async def test_discoveries(seen: Seen) -> None:
    for span in SPANS:
        chart = await seen.ask(service.discoveries, span)
        for entity in ENTITIES:
            days = [row["local"].date() for row in firsts(seen, entity).values()]
            own = Counter(day.replace(day=1) for day in days if span.first <= day <= span.last)
            found = {item.start: getattr(item, f"{entity}s") for item in chart.items}
            assert {start: count for start, count in found.items() if count} == own
        starts = [item.start for item in chart.items]
        assert all(later == next_month(start) for start, later in pairwise(starts))


@pytest.mark.parametrize("entity", ENTITIES)
async def test_first_listens(seen: Seen, entity: str) -> None:
    plays = grouped(seen.plays(Span()), entity)
    for span in SPANS:
        own = [
            (row["played_at"], key, len(plays[key]), time_of(plays[key]), plays[key][-1]["played_at"])
            for key, row in firsts(seen, entity).items()
            if span.first <= row["local"].date() <= span.last
        ]
        chart = await seen.ask(service.firsts, span, entity, "oldest", limit=200, cursor=None)
        found = [(item.first_at, item.id, item.plays, item.ms_played, item.last_at) for item in chart.items]
        assert found == sorted(own)[:200]
        chart = await seen.ask(service.firsts, span, entity, "newest", limit=3, cursor=None)
        assert [item.id for item in chart.items] == [row[1] for row in sorted(own, reverse=True)[:3]]


@pytest.mark.parametrize("entity", ENTITIES)
async def test_rediscoveries(seen: Seen, entity: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "QUIET_DAYS", 45)
    monkeypatch.setattr(service, "RETURN_FROM", 2)
    met = 0
    for span in [
        *SPANS,
        Span(date(2023, 8, 10), date(2023, 9, 20)),
        Span(date(2023, 5, 1), date(2024, 5, 31)),
    ]:
        own = []
        for key, rows in grouped(seen.plays(span), entity).items():
            quiet_from = span.first - 45 * DAY if span.first > Span().first else span.first
            every = grouped(seen.plays(Span()), entity)[key]
            before = [row for row in every if row["local"].date() < quiet_from]
            quiet = [row for row in every if quiet_from <= row["local"].date() < span.first]
            if len(before) >= 2 and not quiet:
                own.append((key, len(rows), time_of(rows), len(before)))
        own.sort(key=lambda row: (-row[1], -row[2], row[0]))
        chart = await seen.ask(service.rediscoveries, span, entity, "plays", limit=200)
        assert [(item.id, item.plays, item.ms_played, item.plays_before) for item in chart.items] == own
        met += len(own)
    assert met or entity == "album"


@pytest.mark.parametrize("entity", ENTITIES)
async def test_forgotten(seen: Seen, entity: str) -> None:
    today = NOW.astimezone(seen.zone).date()
    every = grouped(seen.plays(Span()), entity)
    for span in SPANS:
        own = []
        for key, rows in grouped(seen.plays(span), entity).items():
            last = every[key][-1]["local"].date()
            if len(rows) >= 10 and last < today - 180 * DAY:
                own.append((key, len(rows), time_of(rows), (today - last).days))
        own.sort(key=lambda row: (-row[2], -row[1], row[0]))
        chart = await seen.ask(service.forgotten, span, entity, "time", limit=200)
        assert [(item.id, item.plays, item.ms_played, item.days_ago) for item in chart.items] == own


async def test_milestones(seen: Seen) -> None:
    plays = seen.plays(Span())
    own = [
        (plays[number - 1]["played_at"], "plays", number, plays[number - 1]["title"])
        for number in service.goals_of_plays()
        if number <= len(plays)
    ]
    for hours in service.goals_of_hours():
        heard = 0
        for row in plays:
            heard += row["ms_played"] or 0
            if heard >= hours * 3_600_000:
                own.append((row["played_at"], "hours", hours, row["title"]))
                break
    assert len(own) == 5
    for span in SPANS:
        chart = await seen.ask(service.milestones, span)
        found = [(item.at, item.kind, item.number, item.track) for item in chart.items]
        inside = [row for row in own if span.first <= row[0].astimezone(seen.zone).date() <= span.last]
        assert found == sorted(inside, key=lambda row: row[:3])


@pytest.mark.parametrize("metric", ["plays", "time"])
async def test_one_hit_wonders(seen: Seen, metric: str) -> None:
    met = 0
    for span in SPANS:
        own = []
        for artist, rows in grouped(seen.plays(span), "artist").items():
            tracks = {row["track_id"] for row in rows}
            if len(tracks) == 1 and len(rows) >= 5:
                own.append((artist, tracks.pop(), len(rows), time_of(rows)))
        lead = 2 if metric == "plays" else 3
        own.sort(key=lambda row: (-row[lead], -row[5 - lead], row[1]))
        chart = await seen.ask(service.one_hits, span, metric, limit=200)
        assert [(item.id, item.track_id, item.plays, item.ms_played) for item in chart.items] == own
        met += len(own)
    assert met
