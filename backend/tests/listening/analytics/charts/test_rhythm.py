"""Hours, days and weeks against a recomputation, filtered and not."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from listening.analytics.charts.conftest import SPANS, Seen
from musaic.listening.analytics.charts.rhythm import service
from musaic.listening.analytics.charts.tops import service as tops
from musaic.listening.analytics.filters import UNFILTERED, Filters, Named
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.top import TopQuery

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("sheets")]
Row = Mapping[str, Any]


def filters_of(seen: Seen) -> list[Filters]:
    """Return filters over what is in the history."""
    row, other = seen.plays(Span())[7], seen.plays(Span())[40]
    album = next(play["album_id"] for play in seen.plays(Span()) if play["album_id"])
    return [
        UNFILTERED,
        Filters.one("artist", row["artist_id"]),
        Filters.one("album", album),
        Filters(only=Named(artist=(row["artist_id"],), track=(other["track_id"],))),
        Filters(exclude=Named(artist=(row["artist_id"],), album=(album,))),
        Filters(only=Named(artist=(row["artist_id"],)), exclude=Named(track=(row["track_id"],))),
    ]


def passes(filters: Filters, row: Row) -> bool:
    def named(by: Named) -> bool:
        return any(row[f"{kind}_id"] in getattr(by, kind) for kind in by.kinds)

    return (not filters.only.kinds or named(filters.only)) and not named(filters.exclude)


def figures(rows: list[Row], key: Callable[[Row], Any]) -> dict[Any, tuple[int, int]]:
    sums: dict[Any, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        plays, ms = sums[key(row)]
        sums[key(row)] = (plays + 1, ms + (row["ms_played"] or 0))
    return dict(sums)


def found(items: list[Any], *keys: str) -> dict[Any, tuple[int, int]]:
    """Return the figures of a chart's items that have any."""
    pairs = ((tuple(getattr(item, key) for key in keys), (item.plays, item.ms_played)) for item in items)
    return {key if len(keys) > 1 else key[0]: value for key, value in pairs if value != (0, 0)}


async def test_hours_weekdays_and_the_heat_map(seen: Seen) -> None:
    for filters in filters_of(seen):
        for span in SPANS:
            rows = [row for row in seen.plays(span) if passes(filters, row)]
            heat = await seen.ask(service.heat_map, span, filters)
            assert len(heat.items) == 168
            expected = figures(rows, lambda row: (row["local"].weekday(), row["local"].hour))
            assert found(heat.items, "weekday", "hour") == expected
            hours = await seen.ask(service.by_hour, span, filters)
            assert found(hours.items, "hour") == figures(rows, lambda row: row["local"].hour)
            weekdays = await seen.ask(service.by_weekday, span, filters)
            assert found(weekdays.items, "weekday") == figures(rows, lambda row: row["local"].weekday())


async def test_the_calendar_has_every_day(seen: Seen) -> None:
    for filters in filters_of(seen):
        for year in (2022, 2023, 2024):
            calendar = await seen.ask(service.calendar, Span(), filters, year=year)
            span = Span(date(year, 1, 1), date(year, 12, 31))
            rows = [row for row in seen.plays(span) if passes(filters, row)]
            assert found(calendar.items, "day") == figures(rows, lambda row: row["local"].date())
            days = [item.day for item in calendar.items]
            assert (days[0], days[-1], len(set(days))) == (
                span.first,
                span.last,
                366 if year == 2024 else 365,
            )


@pytest.mark.parametrize("bucket", ["day", "week", "month", "year"])
async def test_filtered_timelines(seen: Seen, bucket: str) -> None:
    starts: dict[str, Callable[[date], date]] = {
        "day": lambda day: day,
        "week": lambda day: day - timedelta(days=day.weekday()),
        "month": lambda day: day.replace(day=1),
        "year": lambda day: day.replace(month=1, day=1),
    }
    for filters in filters_of(seen):
        for span in SPANS:
            rows = [row for row in seen.plays(span) if passes(filters, row)]
            line = await seen.ask(service.timeline, span, bucket, filters)
            assert found(line.items, "start") == figures(
                rows, lambda row: starts[bucket](row["local"].date())
            )


async def test_filtered_totals_and_top_lists(seen: Seen) -> None:
    for filters in filters_of(seen):
        for span in SPANS:
            rows = [row for row in seen.plays(span) if passes(filters, row)]
            summary = await seen.ask(tops.summary, span, filters)
            moments = [row["played_at"] for row in rows]
            assert summary.model_dump() == {
                "plays": len(rows),
                "ms_played": sum(row["ms_played"] or 0 for row in rows),
                "tracks": len({row["track_id"] for row in rows}),
                "artists": len({row["artist_id"] for row in rows}),
                "albums": len({row["album_id"] for row in rows} - {None}),
                "first_listen_at": min(moments, default=None),
                "last_listen_at": max(moments, default=None),
                "days_active": len({row["local"].date() for row in rows}),
            }
            for entity in ("track", "album", "artist"):
                query = TopQuery(entity, "time", "asc")  # type: ignore[arg-type]
                page = await seen.ask(tops.top_items, span, query, limit=200, cursor=None, filters=filters)
                own = figures(rows, lambda row, entity=entity: row[f"{entity}_id"])
                own.pop(None, None)
                ranked = sorted(own.items(), key=lambda item: (item[1][1], item[1][0], -item[0]))
                assert [(item.id, item.plays, item.ms_played) for item in page.items] == [
                    (key, plays, ms) for key, (plays, ms) in ranked
                ]
