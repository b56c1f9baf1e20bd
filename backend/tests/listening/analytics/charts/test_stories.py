"""Stories, comparisons and years against a recomputation."""

import io
from collections import Counter
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from fixtures import recomputed_runs
from listening.analytics.charts.conftest import SPANS, Seen, within
from musaic.listening.analytics.charts.comparison import service as comparison
from musaic.listening.analytics.charts.rewind import service as rewind
from musaic.listening.analytics.charts.rewind.card import BACK, HEIGHT, WIDTH, card_of, number
from musaic.listening.analytics.charts.rewind.drawing import as_png, as_svg, fitted
from musaic.listening.analytics.charts.stories import service as stories
from musaic.listening.analytics.errors import NotInHistoryError
from musaic.listening.analytics.ranges import Span

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("sheets")]


def ranked(rows: list[Any], entity: str) -> list[tuple[int, int, int]]:
    counts: Counter[int] = Counter()
    time: Counter[int] = Counter()
    for row in rows:
        if row[f"{entity}_id"] is not None:
            counts[row[f"{entity}_id"]] += 1
            time[row[f"{entity}_id"]] += row["ms_played"] or 0
    return sorted(
        ((key, plays, time[key]) for key, plays in counts.items()), key=lambda row: (-row[1], -row[2], row[0])
    )


def listed(items: list[Any]) -> list[tuple[int, int, int]]:
    return [(item.id, item.plays, item.ms_played) for item in items]


@pytest.mark.parametrize("kind", ["artist", "album", "track"])
async def test_stories(seen: Seen, kind: str) -> None:
    every = seen.plays(Span())
    for named in {row[f"{kind}_id"] for row in every[:60]} - {None}:
        for span in SPANS[:4]:
            rows = [row for row in seen.plays(span) if row[f"{kind}_id"] == named]
            ever = [row for row in every if row[f"{kind}_id"] == named]
            story = await seen.ask(stories.story, span, kind, named)
            assert (story.plays, story.ms_played) == (len(rows), sum(row["ms_played"] or 0 for row in rows))
            order = [key for key, *_ in ranked(seen.plays(span), kind)]
            assert story.rank == (order.index(named) + 1 if rows else None)
            assert (story.first.listen_id, story.last.listen_id) == (ever[0]["id"], ever[-1]["id"])
            assert story.days == len({row["local"].date() for row in rows})
            months = Counter(row["local"].date().replace(day=1) for row in rows)
            assert {point.start: point.plays for point in story.timeline} == months
            hours = Counter(row["local"].hour for row in rows)
            assert {item.hour: item.plays for item in story.hours if item.plays} == hours
            real = [
                row
                for row in seen.rows
                if row["twin_of"] is None and within(span, row) and row[f"{kind}_id"] == named
            ]
            endings = Counter(map(recomputed_runs.skip_of, real))
            assert (story.endings.listens, story.endings.skipped) == (len(real), endings["skipped"])
            if kind != "track":
                assert listed(story.top_tracks) == ranked(rows, "track")[:10]
            if kind != "album":
                assert listed(story.top_albums) == ranked(rows, "album")[:10]
    with pytest.raises(NotInHistoryError):
        await seen.ask(stories.story, Span(), kind, 10**12)


async def test_two_ranges(seen: Seen) -> None:
    first, second = Span(date(2023, 1, 1), date(2023, 3, 31)), Span(date(2023, 4, 1), date(2023, 12, 31))
    chart = await seen.ask(comparison.ranges, first, other=second, entity="artist")
    for side, span in ((chart.a, first), (chart.b, second)):
        rows = seen.plays(span)
        assert (side.summary.plays, side.days) == (len(rows), (span.last - span.first).days + 1)
        assert side.plays_a_day == round(len(rows) / side.days, 3)
        assert listed(side.top) == ranked(rows, "artist")[:10]
    a = {key: plays for key, plays, _ in ranked(seen.plays(first), "artist")}
    b = {key: plays for key, plays, _ in ranked(seen.plays(second), "artist")}
    changes = {
        key: round(30 * b.get(key, 0) / chart.b.days - 30 * a.get(key, 0) / chart.a.days, 3)
        for key in a.keys() | b.keys()
    }
    rising = sorted((-change, key) for key, change in changes.items() if change > 0)[:10]
    falling = sorted((change, key) for key, change in changes.items() if change < 0)[:10]
    assert [(-item.change, item.id) for item in chart.rising] == rising
    assert [(item.change, item.id) for item in chart.falling] == falling
    assert all(
        (item.plays_a, item.plays_b) == (a.get(item.id, 0), b.get(item.id, 0)) for item in chart.rising
    )


async def test_two_artists(seen: Seen) -> None:
    (one, *_), (two, *_) = ranked(seen.plays(Span()), "artist")[:2]
    chart = await seen.ask(comparison.artists, Span(), a=one, b=two)
    assert (chart.a.id, chart.b.id, chart.a.rank, chart.b.rank) == (one, two, 1, 2)
    days = [
        {row["local"].date() for row in seen.plays(Span()) if row["artist_id"] == artist}
        for artist in (one, two)
    ]
    assert chart.days_both == len(days[0] & days[1])


async def test_a_year_and_its_picture(seen: Seen) -> None:
    for year in (2022, 2023, 2024):
        span = Span(date(year, 1, 1), date(year, 12, 31))
        rows = seen.plays(span)
        page = await seen.ask(rewind.rewind, Span(), year=year)
        assert page.summary.plays == len(rows)
        before = Span(date(year - 1, 1, 1), date(year - 1, 12, 31))
        assert page.before.plays == len(seen.plays(before))
        assert listed(page.top_artists) == ranked(rows, "artist")[:5]
        assert listed(page.top_tracks) == ranked(rows, "track")[:5]
        assert listed(page.top_albums) == ranked(rows, "album")[:5]
        months = Counter(row["local"].month for row in rows)
        assert [point.plays for point in page.months] == [months[month] for month in range(1, 13)]
        earlier = {row["track_id"] for row in seen.plays(Span(last=date(year - 1, 12, 31)))}
        new = len({row["track_id"] for row in rows} - earlier)
        assert page.new_tracks == new
        assert page.sessions == sum(
            span.first <= row[2] <= span.last for row in recomputed_runs.sessions(seen.rows, seen.zone.key)
        )
        days = Counter(row["local"].date() for row in rows)
        assert page.best_day is not None
        assert page.best_day.plays == max(days.values())
        card = card_of(page, "ru")
        assert card.figures == {
            "plays": len(rows),
            "hours": sum(row["ms_played"] or 0 for row in rows) // 3_600_000,
            "artists": len({row["artist_id"] for row in rows}),
            "new": new,
            "days": page.longest_streak.days if page.longest_streak else 0,
        }
        words = {text.text for text in card.texts}
        assert {number(value) for value in card.figures.values()} <= words
        assert {item.name for item in (*page.top_artists, *page.top_tracks)} <= words
        svg = ET.fromstring(as_svg(card))
        drawn = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
        assert drawn == [fitted(text) for text in card.texts]
        image = Image.open(io.BytesIO(as_png(card)))
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
        assert len(image.getcolors(WIDTH * HEIGHT) or []) > 20
        assert image.getpixel((2, HEIGHT - 2)) == tuple(bytes.fromhex(BACK[1:]))


async def test_long_and_hostile_names_fit_the_picture(seen: Seen) -> None:
    page = await seen.ask(rewind.rewind, Span(), year=2023)
    wild = [
        item.model_copy(update={"name": '<script>&"' + "Қазақ " * 40 + "\x00"}) for item in page.top_tracks
    ]
    card = card_of(page.model_copy(update={"top_tracks": wild}), "kk")
    svg = ET.fromstring(as_svg(card))
    drawn = [element.text or "" for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert any(text.startswith('<script>&"') and text.endswith("…") for text in drawn)
    assert as_png(card)


async def test_a_year_without_plays_has_a_picture_too(seen: Seen) -> None:
    page = await seen.ask(rewind.rewind, Span(), year=1999)
    assert (page.summary.plays, page.best_day, page.longest_session) == (0, None, None)
    assert as_png(card_of(page, "en"))
