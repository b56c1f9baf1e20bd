"""Genres and release years against a recomputation in plain Python over the raw rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.chart_rows import chart_rows
from fixtures.listening import Histories
from listening.analytics.charts.conftest import SPANS, Seen
from musaic.listening.analytics import public as analytics
from musaic.listening.analytics.charts.genres import service
from musaic.listening.analytics.charts.genres.repository import best
from musaic.listening.analytics.charts.genres.service import GenreQuery
from musaic.listening.analytics.filters import UNFILTERED, Filters, Named
from musaic.listening.analytics.ranges import Span

pytestmark = pytest.mark.asyncio
BASE = "/api/v1/listening"
Known = Mapping[int, Any]


async def tell(seen: Seen) -> tuple[dict[int, set[str]], dict[int, int]]:
    """Say something of some songs and artists; return genres and year of each song that has any."""
    rows = [row for row in seen.rows if row["counted"]]
    tracks = sorted({row["named_track_id"] for row in rows})
    artists = sorted({row["artist_id"] for row in rows})
    own = {track: {"rock", "pop"} if place % 4 else {"soul"} for place, track in enumerate(tracks[::3])}
    of_artists = {artist: {"rock", f"artist {place % 3}"} for place, artist in enumerate(artists[::2])}
    years = {track: 1957 + 5 * place % 67 for place, track in enumerate(tracks[::2])}
    pairs = {
        "track_tag": ("track_id", "tag", [(key, tag) for key, tags in own.items() for tag in tags]),
        "artist_tag": ("artist_id", "tag", [(key, tag) for key, tags in of_artists.items() for tag in tags]),
        "track_year": ("track_id", "year", list(years.items())),
    }
    async with seen.histories.database.user_transaction(seen.user_id) as session:
        for table, (key, value, found) in pairs.items():
            statement = f"INSERT INTO {table} (user_id, {key}, {value}, source) VALUES (:u, :k, :v, 's')"  # noqa: S608
            for one, other in found:
                await session.execute(text(statement), {"u": seen.user_id, "k": one, "v": other})
        await analytics.begin_change(session, seen.user_id, seen.zone.key)
        await analytics.facts_changed(session, seen.user_id)
        assert await analytics.verify(session, seen.user_id) == []
    genres, released = {}, {}
    for row in rows:
        told = own.get(row["named_track_id"]) or of_artists.get(row["artist_id"])
        if told:
            genres[row["track_id"]] = told
        if row["named_track_id"] in years:
            released[row["track_id"]] = years[row["named_track_id"]]
    return genres, released


def figures(
    rows: Iterable[Mapping[str, Any]], keys: Callable[[int], Iterable[Any]]
) -> dict[Any, tuple[int, int]]:
    """Return (plays, ms_played) by each key of a row's song; None where it has none."""
    plays: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        for key in keys(row["track_id"]) or [None]:
            plays[key][0] += 1
            plays[key][1] += row["ms_played"] or 0
    return {key: (count, ms) for key, (count, ms) in plays.items()}


def cases(seen: Seen, genres: Known) -> list[tuple[Filters, Callable[[Mapping[str, Any]], bool]]]:
    artist = seen.plays(Span())[3]["artist_id"]
    named = Named(artist=(artist,))
    soul = Named(genre=("artist 1", "soul"))
    album = next(row["album_id"] for row in seen.plays(Span()) if row["album_id"] is not None)
    on = Named(album=(album,))

    def sounds(row: Mapping[str, Any]) -> bool:
        return bool(genres.get(row["track_id"], set()) & {"artist 1", "soul"})

    return [
        (UNFILTERED, lambda _: True),
        (Filters(only=named), lambda row: row["artist_id"] == artist),
        (Filters(only=soul), sounds),
        (Filters(exclude=soul), lambda row: not sounds(row)),
        (Filters(exclude=named), lambda row: row["artist_id"] != artist),
        (Filters(only=named, exclude=soul), lambda row: row["artist_id"] == artist and not sounds(row)),
        (Filters(only=on), lambda row: row["album_id"] == album),
        (Filters(exclude=on), lambda row: row["album_id"] != album),
    ]


async def test_genres(seen: Seen) -> None:
    genres, _ = await tell(seen)
    for filters, passes in cases(seen, genres):
        for span in SPANS:
            rows = [row for row in seen.plays(span) if passes(row)]
            expected = figures(rows, lambda track: genres.get(track, ()))
            unknown = expected.pop(None, (0, 0))
            for metric, lead in (("plays", 0), ("time", 1)):
                query = GenreQuery(metric, limit=100)  # type: ignore[arg-type]  # one of both
                chart = await seen.ask(service.genres, span, filters, query=query)
                ranked = sorted(
                    expected.items(), key=lambda item: (-item[1][lead], -item[1][1 - lead], item[0])
                )
                found = [(item.name, (item.plays, item.ms_played)) for item in chart.items]
                assert found == ranked
                assert [item.rank for item in chart.items] == list(range(1, len(ranked) + 1))
                assert (chart.plays, chart.ms_played) == (
                    len(rows),
                    sum(row["ms_played"] or 0 for row in rows),
                )
                assert (chart.unknown.plays, chart.unknown.ms_played) == unknown
                assert chart.unknown.share == (round(unknown[0] / len(rows), 4) if rows else None)
                known = len(rows) - unknown[0]
                assert all(item.share == round(item.plays / known, 4) for item in chart.items)
            up, down = GenreQuery(order="asc", limit=100), GenreQuery(limit=100)
            ascending = await seen.ask(service.genres, span, filters, query=up)
            descending = await seen.ask(service.genres, span, filters, query=down)
            assert [item.name for item in ascending.items] == [item.name for item in descending.items][::-1]


@pytest.fixture(params=[500, 3])
def first_look(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the best songs be looked for as in a long history, too: few at first."""
    monkeypatch.setattr(best, "_FIRST_LOOK", request.param)


@pytest.mark.usefixtures("first_look", "sheets")
async def test_release_years(seen: Seen) -> None:
    genres, released = await tell(seen)
    for filters, passes in cases(seen, genres):
        for span in SPANS:
            rows = [row for row in seen.plays(span) if passes(row)]
            for period, years in (("year", 1), ("decade", 10)):

                def start(track: int, years: int = years) -> list[int]:
                    return [released[track] // years * years] if track in released else []

                expected = figures(rows, start)
                unknown = expected.pop(None, (0, 0))
                chart = await seen.ask(service.releases, span, filters, period=period)
                found = {item.start: (item.plays, item.ms_played) for item in chart.items if item.plays}
                assert found == expected
                starts = [item.start for item in chart.items]
                assert starts == (list(range(min(expected), max(expected) + 1, years)) if expected else [])
                assert (chart.unknown.plays, chart.unknown.ms_played) == unknown
                assert chart.unknown.share == (round(unknown[0] / len(rows), 4) if rows else None)
                known = sorted(released[row["track_id"]] for row in rows if row["track_id"] in released)
                assert chart.median_year == (known[(len(known) - 1) // 2] if known else None)
                by_time = await seen.ask(service.releases, span, filters, period=period, metric="time")
                songs: dict[Any, dict[Any, tuple[int, int]]] = {
                    key: figures(
                        [row for row in rows if start(row["track_id"]) == [key]], lambda track: [track]
                    )
                    for key in starts
                }
                for lead, each in ((0, chart), (1, by_time)):
                    firsts = {
                        key: min(
                            own.items(),
                            key=lambda song, lead=lead: (-song[1][lead], -song[1][1 - lead], song[0]),  # type: ignore[misc]
                            default=None,
                        )
                        for key, own in songs.items()
                    }
                    assert {
                        item.start: item.song and (item.song.id, (item.song.plays, item.song.ms_played))
                        for item in each.items
                    } == firsts


async def test_stories_tell_genres_and_years(seen: Seen) -> None:
    genres, released = await tell(seen)
    rows = seen.plays(Span())
    artist = rows[5]["artist_id"]
    own = [row for row in rows if row["artist_id"] == artist]
    ranked = sorted(
        ((key, count) for key, count in figures(own, lambda track: genres.get(track, ())).items() if key),
        key=lambda item: (-item[1][0], -item[1][1], item[0]),
    )
    only = Filters.one("artist", artist)
    assert await seen.ask(service.names_of, only, limit=6) == [name for name, _ in ranked][:6]
    years = [released[row["track_id"]] for row in own if row["track_id"] in released]
    assert await seen.ask(service.released, only) == (min(years, default=None), max(years, default=None))


async def test_over_http(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, chart_rows(200))
    async with histories.database.user_transaction(alice.user_id) as session:
        tag = (
            "INSERT INTO track_tag (user_id, track_id, tag, source) "
            "SELECT user_id, named_track_id, unnest(ARRAY['r&b / soul', '=rock']), 'import' FROM song_name "
            "WHERE user_id = :user_id AND track_id % 2 = 0"
        )
        await session.execute(text(tag), {"user_id": alice.user_id})
        year = "INSERT INTO track_year SELECT DISTINCT user_id, track_id, 1971, 'import' FROM track_tag"
        await session.execute(text(year))
        await analytics.begin_change(session, alice.user_id, "UTC")
        await analytics.facts_changed(session, alice.user_id)
    chart = (await alice.client.get(f"{BASE}/genres?limit=1")).json()
    assert (chart["items"][0]["name"], chart["items"][0]["share"]) == ("=rock", 1.0)
    rest = (await alice.client.get(f"{BASE}/genres?limit=1&cursor={chart['next_cursor']}")).json()
    assert (rest["items"][0]["name"], rest["items"][0]["rank"], rest["next_cursor"]) == (
        "r&b / soul",
        2,
        None,
    )
    assert 0 < chart["unknown"]["share"] < 1
    # Nothing is hidden in the table: its last row is what has no genre.
    rows = (await alice.client.get(f"{BASE}/genres?format=csv")).text.splitlines()
    assert rows[0] == "rank,name,plays,ms_played,share"
    assert rows[1].startswith("1,'=rock,")
    assert rows[-1].startswith(f",,{chart['unknown']['plays']},")
    years = (await alice.client.get(f"{BASE}/release-years?format=csv")).text.splitlines()
    assert (years[1].split(",")[0], years[2].split(",")[0], len(years)) == ("1970", "", 3)
    params = {"only": "genre:R&B / SOUL"}
    only = (await alice.client.get(f"{BASE}/summary", params=params)).json()
    assert only["plays"] == chart["plays"] - chart["unknown"]["plays"]
    rows_of = (await alice.client.get(f"{BASE}/top-items", params=params | {"limit": "1"})).json()["items"]
    story = (await alice.client.get(f"{BASE}/tracks/{rows_of[0]['id']}")).json()
    assert story["genres"] == ["=rock", "r&b / soul"]
    assert (story["released_from"], story["released_until"]) == (1971, 1971)
    both = {"only": "genre:=rock", "exclude": "genre:r&b / soul"}
    assert (await alice.client.get(f"{BASE}/summary", params=both)).json()["plays"] == 0
