"""Every chart against a recomputation in Python over the same rows."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio

from fixtures.listening import Histories, Row, account_row, extended_row
from fixtures.recomputed import Recomputed
from musaic.listening.analytics.charts.rhythm import service as rhythm
from musaic.listening.analytics.charts.tops import service as tops
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.top import TopQuery

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("sheets")]

# Both have clock changes; Apia also left out the whole of 30 December 2011.
ZONES = ["Europe/Berlin", "Pacific/Apia", "Asia/Almaty"]
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
]


def rows(count: int) -> list[Row]:
    draw = random.Random(11)  # noqa: S311  the same rows each time
    moment = datetime(2022, 10, 1, tzinfo=UTC)
    made = []
    for _ in range(count):
        moment += timedelta(seconds=draw.expovariate(1 / (600 * 86400 / count)) + 1)
        artist = draw.randrange(12)
        made.append(
            extended_row(
                moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                f"Song {draw.randrange(9)}",
                f"Artist {artist}",
                ms=draw.choice([3_000, 31_000, 180_000, draw.randrange(30_000, 400_000), None]),
                album=draw.choice([None, "Album A", "Album B", f"Album {draw.randrange(4)}"]),
                reason_end=draw.choice(["trackdone", "fwdbtn"]),
            )
        )
    edges = ["2022-12-31T22:59:59Z", "2022-12-31T23:30:00Z", "2023-01-01T00:30:00Z", "2022-12-31T10:30:00Z"]
    clocks = ["2023-03-26T00:59:00Z", "2023-03-26T01:01:00Z", "2023-10-29T00:30:00Z", "2023-10-29T01:30:00Z"]
    return made + [extended_row(ts, "Edge", "Edge", ms=30_000) for ts in (*edges, *clocks)]


@pytest_asyncio.fixture(params=ZONES)
async def history(request: pytest.FixtureRequest, histories: Histories) -> tuple[Histories, int, str]:
    user_id = await histories.user(request.param)
    await histories.add(user_id, rows(1_200))
    await histories.add(user_id, [account_row("2023-05-05 05:05", "Extra", "Extra")])
    return histories, user_id, request.param


async def test_charts_equal_a_recomputation(history: tuple[Histories, int, str]) -> None:
    histories, user_id, zone = history
    listens = await histories.listens(user_id)
    for span in SPANS:
        own = Recomputed(listens, zone, span.first, span.last)
        async with histories.database.user_transaction(user_id) as session:
            summary = await tops.summary(session, user_id, span)
            hours = await rhythm.by_hour(session, user_id, span)
            weekdays = await rhythm.by_weekday(session, user_id, span)
        assert summary.model_dump() == own.summary()
        assert [tuple(item.model_dump().values()) for item in hours.items] == own.by_hour()
        assert [tuple(item.model_dump().values()) for item in weekdays.items] == own.by_weekday()


@pytest.mark.parametrize("entity", ["track", "album", "artist"])
async def test_top_lists_equal_a_recomputation(history: tuple[Histories, int, str], entity: str) -> None:
    histories, user_id, zone = history
    listens = await histories.listens(user_id)
    for span in SPANS:
        own = Recomputed(listens, zone, span.first, span.last)
        for metric in ("plays", "time"):
            for order in ("desc", "asc"):
                query = TopQuery(entity, metric, order)  # type: ignore[arg-type]
                async with histories.database.user_transaction(user_id) as session:
                    page = await tops.top_items(session, user_id, span, query, limit=200, cursor=None)
                found = [(item.id, item.plays, item.ms_played) for item in page.items]
                assert found == own.top(entity, metric, order)
                assert [item.rank for item in page.items] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("bucket", ["day", "week", "month", "year"])
async def test_timelines_equal_a_recomputation(history: tuple[Histories, int, str], bucket: str) -> None:
    histories, user_id, zone = history
    listens = await histories.listens(user_id)
    for span in SPANS:
        own = Recomputed(listens, zone, span.first, span.last).timeline(bucket)
        async with histories.database.user_transaction(user_id) as session:
            timeline = await rhythm.timeline(session, user_id, span, bucket)  # type: ignore[arg-type]
        points = {point.start: (point.plays, point.ms_played) for point in timeline.items}
        assert {start: figures for start, figures in points.items() if figures != (0, 0)} == own
        starts = [point.start for point in timeline.items]
        assert starts == sorted(set(starts))
        assert (starts[0], starts[-1]) == (min(own), max(own)) if own else starts == []


async def test_pages_of_a_top_list_join_without_gaps(history: tuple[Histories, int, str]) -> None:
    histories, user_id, _ = history
    query = TopQuery("track", "time", "asc")
    async with histories.database.user_transaction(user_id) as session:
        whole = await tops.top_items(session, user_id, Span(), query, limit=200, cursor=None)
        pages, cursor = [], None
        while True:
            page = await tops.top_items(session, user_id, Span(), query, limit=7, cursor=cursor)
            pages += page.items
            cursor = page.next_cursor
            if cursor is None:
                break
    assert pages == whole.items


async def test_names_are_the_most_frequent_spelling(histories: Histories) -> None:
    user_id = await histories.user()
    spellings = ["the song", "The Song", "The Song", "THE SONG"]
    await histories.add(
        user_id,
        [
            extended_row(f"2024-01-01T0{hour}:00:00Z", title, "Café", album=None)
            for hour, title in enumerate(spellings)
        ],
    )
    async with histories.database.user_transaction(user_id) as session:
        query = TopQuery("track", "plays", "desc")
        page = await tops.top_items(session, user_id, Span(), query, limit=5, cursor=None)
    assert [(item.name, item.artist, item.plays) for item in page.items] == [("The Song", "Café", 4)]
