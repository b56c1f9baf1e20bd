"""Live listens in the history: idempotent, hidden where they repeat another source, right in every chart."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.api import Actor
from fixtures.listening import Histories, extended_row
from fixtures.scrobbling import Player, connect
from musaic.listening.analytics import public as analytics
from musaic.listening.history.ports import Play
from musaic.listening.history.service.apply import undo_import
from musaic.listening.history.service.live import LiveResult, add_live, delete_live

START = datetime(2024, 5, 1, 10, tzinfo=UTC)


def play(seconds: float = 0, title: str = "Song", artist: str = "Artist", **more: Any) -> Play:
    return Play(
        artist=artist,
        title=title,
        album=more.pop("album", None),
        item=None,
        stamped_at=START + timedelta(seconds=seconds),
        **more,
    )


async def add(histories: Histories, user_id: int, *plays: Play, client: str = "Phone") -> list[LiveResult]:
    async with histories.database.user_transaction(user_id) as session:
        return await add_live(session, user_id, plays, client=client)


async def counted(histories: Histories, user_id: int) -> int:
    async with histories.database.user_transaction(user_id) as session:
        assert await analytics.verify(session, user_id) == []
    return sum(row["counted"] for row in await histories.listens(user_id))


@pytest.mark.asyncio
async def test_the_same_again_adds_nothing(histories: Histories) -> None:
    user_id = await histories.user("Asia/Almaty")
    first = await add(histories, user_id, play(), play(0, "Other"), play(200))
    assert [each.state for each in first] == ["added"] * 3
    again = await add(histories, user_id, play(0, "SONG  "), play(0, "Other"), play(400), play(400))
    assert [each.state for each in again] == ["duplicate", "duplicate", "added", "duplicate"]
    # From another player the same song at the same second is the same listen.
    assert [each.state for each in await add(histories, user_id, play(), client="Desk")] == ["duplicate"]
    assert await counted(histories, user_id) == 4


@pytest.mark.asyncio
async def test_what_cannot_be_kept_is_named(histories: Histories) -> None:
    user_id = await histories.user()
    bad = [play(title=" "), play(artist="a\0"), play(title="é" * 2000), play(10**9)]
    results = await add(histories, user_id, *bad, play())
    assert [each.reason for each in results] == [
        "missing_name",
        "nul_character",
        "name_too_long",
        "impossible_time",
        None,
    ]
    assert await counted(histories, user_id) == 1


@pytest.mark.asyncio
async def test_two_players_of_one_song_count_once(histories: Histories) -> None:
    user_id = await histories.user()
    [first] = await add(histories, user_id, play(ms_played=200_000))
    [near] = await add(histories, user_id, play(7, "Song (feat. Guest)"), client="Desk")
    [end] = await add(histories, user_id, play(204), client="Kitchen")
    assert near.twin_of == end.twin_of == first.listen_id
    # The same player within ten seconds means two listens, another song is another song.
    assert [each.twin_of for each in await add(histories, user_id, play(5))] == [None]
    assert [each.twin_of for each in await add(histories, user_id, play(1, "Song 2"), client="Desk")] == [
        None
    ]
    [later] = await add(histories, user_id, play(4_000), client="Desk")
    assert later.twin_of is None
    assert await counted(histories, user_id) == 4


@pytest.mark.asyncio
async def test_scrobbles_and_imports_find_each_other(histories: Histories) -> None:
    user_id = await histories.user("Europe/Berlin")
    await add(histories, user_id, play(3), play(1_000), play(2_000, "Other"))
    stamps = ["2024-05-01T10:03:20Z", "2024-05-01T10:20:00Z"]
    imported = await histories.add(user_id, [extended_row(stamp) for stamp in stamps])
    # 10:00:00 is within ten seconds of the first scrobble, 10:16:40 is the second one.
    assert await counted(histories, user_id) == 3
    [late] = await add(histories, user_id, play(1_004), client="Desk")
    assert late.twin_of is not None
    async with histories.database.user_transaction(user_id) as session:
        await undo_import(session, user_id, imported.id)
    assert await counted(histories, user_id) == 3
    await histories.add(user_id, [extended_row(stamp) for stamp in stamps])
    assert await counted(histories, user_id) == 3


@pytest.mark.asyncio
async def test_deleting_what_hid_another_shows_it(histories: Histories) -> None:
    user_id = await histories.user()
    await add(histories, user_id, play())
    [twin] = await add(histories, user_id, play(4), client="Desk")
    assert twin.twin_of is not None
    async with histories.database.user_transaction(user_id) as session:
        gone = await delete_live(
            session, user_id, listened_at=START, matches=lambda *names: names[1] == "Song"
        )
    assert gone == [twin.twin_of]
    [left] = await histories.listens(user_id)
    assert (left["id"], left["counted"]) == (twin.listen_id, True)
    assert await counted(histories, user_id) == 1


@pytest.mark.asyncio
async def test_new_songs_are_named_as_an_import_names_them(histories: Histories) -> None:
    user_id = await histories.user()
    songs = [
        ("Song (feat. Guest & Friend) - Remastered 2011", "Main"),
        ("Song", "Main"),
        ("Duet", "Main with Other"),
        ("Solo", "Other"),
        ("Later", "Main; Other"),
    ]
    for number, (title, artist) in enumerate(songs):
        album = "Album (Deluxe Edition)" if number % 2 else "Album"
        await add(histories, user_id, play(1_000 * number, title, artist, album=album))
        assert await counted(histories, user_id) == number + 1
    imported = await histories.user()
    rows = [
        extended_row((START + timedelta(seconds=1_000 * number)).strftime("%Y-%m-%dT%H:%M:%SZ"), *song)
        for number, song in enumerate(songs)
    ]
    await histories.add(imported, rows)
    names = ("track_id", "artist_id")
    live, staged = [
        [tuple(row[name] for name in names) for row in await histories.listens(each)]
        for each in (user_id, imported)
    ]
    assert live == staged


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("live"),
            st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=6),
            st.sampled_from(["Phone", "Desk"]),
        ),
        st.tuples(
            st.just("import"),
            st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=6),
        ),
        st.tuples(st.just("delete"), st.integers(0, 40), st.integers(0, 3)),
    ),
    min_size=1,
    max_size=6,
)


@given(steps=STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_leaves_charts_right(histories: Histories, steps: list[Any]) -> None:
    asyncio.run(_run(histories, steps))


async def _run(histories: Histories, steps: list[Any]) -> None:
    user_id = await histories.user("America/St_Johns")
    for step in steps:
        if step[0] == "live":
            plays = [play(minute * 77, f"Song {song}", ms_played=150_000) for minute, song in step[1]]
            await add(histories, user_id, *plays, client=step[2])
        elif step[0] == "import":
            rows = [
                extended_row(
                    (START + timedelta(seconds=minute * 77 + 152)).isoformat().replace("+00:00", "Z"),
                    f"Song {song}",
                    ms=150_000,
                )
                for minute, song in step[1]
            ]
            await histories.add(user_id, rows)
        else:
            async with histories.database.user_transaction(user_id) as session:
                await delete_live(
                    session,
                    user_id,
                    listened_at=START + timedelta(seconds=step[1] * 77),
                    matches=lambda *names, song=step[2]: names[1] == f"Song {song}",
                )
        await counted(histories, user_id)
    await histories.database.app_engine.dispose()
    await histories.database.system_engine.dispose()


@pytest.mark.asyncio
async def test_two_apps_over_two_protocols(player: Player, alice: Actor, app: Any) -> None:
    other = await connect(app, alice, "Desk")
    metadata = {"artist_name": "Artist", "track_name": "Song"}
    listen = {"listened_at": 1_714_557_600, "track_metadata": metadata}
    await player.client.post("/1/submit-listens", json={"listen_type": "single", "payload": [listen]})
    login = {"method": "auth.getMobileSession", "username": other.name, "password": other.password}
    session = (await other.client.post("/2.0/", data=login | {"api_key": "x", "format": "json"})).json()
    scrobble = {
        "method": "track.scrobble",
        "sk": session["session"]["key"],
        "artist": "artist",
        "track": "song",
        "timestamp": "1714557604",
        "format": "json",
    }
    assert (await other.client.post("/2.0/", data=scrobble)).json()["scrobbles"]["accepted"] == "1"
    assert (await alice.client.get("/api/v1/listening/summary")).json()["plays"] == 1
    await other.client.aclose()
