"""The same play from two sources is counted once; two plays, or two songs, never are one."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.exports import lastfm_track, lines, listenbrainz_row, maloja_row, table
from fixtures.listening import Histories, account_row, extended_row
from musaic.listening.history.service.apply import undo_import

pytestmark = pytest.mark.asyncio

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
# (title, artist, seconds after noon)
Heard = tuple[str, str, float]


def lastfm(*heard: Heard) -> bytes:
    rows = [lastfm_track(artist, title, int((NOON + at * SECOND).timestamp())) for title, artist, at in heard]
    return json.dumps([{"track": rows}]).encode()


def minutes(*heard: Heard) -> bytes:
    return table(
        *((artist, "", title, (NOON + at * SECOND).strftime("%d %b %Y %H:%M")) for title, artist, at in heard)
    )


def listenbrainz(*heard: Heard) -> bytes:
    rows = [listenbrainz_row(artist, title, (NOON + at * SECOND).timestamp()) for title, artist, at in heard]
    return lines(*rows)


def maloja(*heard: Heard) -> bytes:
    rows = [maloja_row([artist], title, int((NOON + at * SECOND).timestamp())) for title, artist, at in heard]
    return json.dumps({"maloja": {}, "scrobbles": rows}).encode()


def spotify(*heard: Heard, ms: int = 200_000) -> bytes:
    """Return plays that began so; Spotify writes when they ended."""

    def end(at: float) -> str:
        return (NOON + at * SECOND + timedelta(milliseconds=ms)).isoformat().replace("+00:00", "Z")

    return json.dumps([extended_row(end(at), title, artist, ms=ms) for title, artist, at in heard]).encode()


async def counted(histories: Histories, user_id: int, *files: bytes) -> list[tuple[str, str]]:
    """Import the files; return source and title of what counts, oldest first."""
    for data in files:
        await histories.add(user_id, data, "history")
    return [(row["source"], row["title"]) for row in await histories.listens(user_id) if row["counted"]]


@pytest.mark.parametrize("first", [0, 1])
async def test_the_row_with_more_facts_is_shown_whatever_came_first(histories: Histories, first: int) -> None:
    user_id = await histories.user()
    files = [spotify(("Song", "Artist", 0)), lastfm(("Song", "ARTIST", 9))]
    assert await counted(histories, user_id, files[first], files[1 - first]) == [("spotify", "Song")]


@pytest.mark.parametrize(
    ("ours", "theirs", "twins"),
    [
        (("Song", "Artist", 0), ("Song", "Artist", 10), True),
        (("Song", "Artist", 0), ("Song", "Artist", 11), False),
        (("Song", "Artist", 0), ("Other", "Artist", 0), False),
        (("Song", "Artist", 0), ("Song", "Other", 0), False),
        (("Song (feat. Guest)", "Artist", 0), ("Song", "Artist feat. Guest", 3), True),
        (("Song (feat. Guest) [Live]", "Artist", 0), ("Song (feat. Guest)", "Artist", 0), False),
        (("Song - Remastered 2011", "Björk", 0), ("Song (2011 Remaster)", "Bjork", 3), True),
        (("Song - Live", "Artist", 0), ("Song", "Artist", 0), False),
        (("Song, Pt. 1", "Artist", 0), ("Song, Pt. 2", "Artist", 0), False),
        (("Don't Stop", "Artist", 0), ("Don\u2019t  Stop", "Artist", 0), True),
        (("???", "Artist", 0), ("!!!", "Artist", 0), False),
        (("Кино 2", "Артист А", 0), ("Вино 2", "Артист А", 0), False),
        # the end of the play, 200 seconds long
        (("Song", "Artist", 0), ("Song", "Artist", 195), True),
        (("Song", "Artist", 0), ("Song", "Artist", 215), False),
    ],
)
async def test_what_is_a_twin(histories: Histories, ours: Heard, theirs: Heard, twins: bool) -> None:  # noqa: FBT001
    user_id = await histories.user()
    assert len(await counted(histories, user_id, spotify(ours), lastfm(theirs))) == (1 if twins else 2)


async def test_a_source_without_seconds_may_be_a_minute_off(histories: Histories) -> None:
    user_id = await histories.user()
    exact = lastfm(("Song", "Artist", 59), ("Song", "Artist", 300))
    assert len(await counted(histories, user_id, exact, minutes(("Song", "Artist", 59)))) == 2
    assert len(await counted(histories, user_id, minutes(("Song", "Artist", 420)))) == 3


async def test_one_row_hides_one_row_of_each_source(histories: Histories) -> None:
    user_id = await histories.user()
    shown = await counted(
        histories,
        user_id,
        spotify(("Song", "Artist", 0), ("Song", "Artist", 6), ms=31_000),
        lastfm(("Song", "Artist", 1), ("Song", "Artist", 3), ("Song", "Artist", 7)),
        listenbrainz(("Song", "Artist", 2)),
        maloja(("Song", "Artist", 4)),
    )
    assert len(shown) == 3


async def test_a_song_on_repeat_stays_so_often(histories: Histories) -> None:
    user_id = await histories.user()
    times: list[Heard] = [("Song", "Artist", number * 200) for number in range(20)]
    shown = await counted(histories, user_id, spotify(*times), lastfm(*times), listenbrainz(*times))
    assert shown == [("spotify", "Song")] * 20


async def test_a_play_is_never_hidden_by_what_is_none(histories: Histories) -> None:
    user_id = await histories.user()
    skipped = spotify(("Song", "Artist", 0), ms=20_000).replace(b'"trackdone"', b'"fwdbtn"')
    assert await counted(histories, user_id, skipped, lastfm(("Song", "Artist", 1))) == [("lastfm", "Song")]


async def test_account_data_are_no_other_source_than_the_extended_history(histories: Histories) -> None:
    user_id = await histories.user()
    ours = json.dumps([account_row("2024-05-01 12:03"), account_row("2024-05-01 12:03", ms=40_000)]).encode()
    shown = await counted(
        histories, user_id, spotify(("Song", "Artist", 0)), ours, lastfm(("Song", "Artist", 1))
    )
    assert shown == [("spotify", "Song"), ("spotify_account", "Song")]


async def test_a_recognised_song_hides_nothing(histories: Histories) -> None:
    user_id = await histories.user()
    heard = table(("TagTime", "Title", "Artist"), ("2024-05-01 12:00:05", "Song", "Artist"))
    assert await counted(histories, user_id, heard, lastfm(("Song", "Artist", 5))) == [("lastfm", "Song")]
    assert all(row["twin_of"] is None for row in await histories.listens(user_id))


async def test_undo_brings_back_what_was_hidden(histories: Histories) -> None:
    user_id = await histories.user()
    await histories.add(user_id, lastfm(("Song", "Artist", 1), ("Own", "Artist", 500)), "lastfm.json")
    richer = await histories.add(user_id, spotify(("Song", "Artist", 0)))
    assert richer.outcome.added == 0
    async with histories.database.user_transaction(user_id) as session:
        await undo_import(session, user_id, richer.id)
    assert await counted(histories, user_id) == [("lastfm", "Song"), ("lastfm", "Own")]


plays = st.lists(
    st.tuples(st.sampled_from(["One", "Two"]), st.sampled_from(["A", "B"]), st.integers(0, 90).map(float)),
    max_size=8,
    unique=True,
)
SOURCES = (spotify, lastfm, minutes, listenbrainz, maloja)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(SOURCES), plays), min_size=1, max_size=4, unique_by=lambda x: x[0]))
async def test_whatever_is_imported_nothing_is_lost_and_nothing_hidden_without_its_twin(
    histories: Histories, chosen: list[tuple[object, list[Heard]]]
) -> None:
    user_id = await histories.user()
    for make, heard in chosen:
        if heard:
            await histories.add(user_id, make(*heard), "history")  # type: ignore[operator]
    rows = {row["id"]: row for row in await histories.listens(user_id)}
    most: dict[tuple[str, str], int] = {}
    for make, heard in chosen:
        stamps = {(title, artist, at // 60 if make is minutes else at) for title, artist, at in heard}
        for title, artist, _ in stamps:
            key = (str(make), f"{title}/{artist}")
            most[key] = most.get(key, 0) + 1
    for row in rows.values():
        if row["twin_of"] is None:
            assert row["counted"]
            continue
        leader = rows[row["twin_of"]]
        assert leader["twin_of"] is None
        assert (leader["title"], leader["artist"]) == (row["title"], row["artist"])
        same_source = leader["source"] == row["source"]
        assert not same_source or row["source"] == "spotify"
    # No song is left with fewer plays than the source that saw it most often.
    for (make, song), number in most.items():
        shown = [row for row in rows.values() if row["counted"] and f"{row['title']}/{row['artist']}" == song]
        hidden_by_spotify_itself = [
            row for row in rows.values()
            if row["twin_of"] and row["source"] == rows[row["twin_of"]]["source"] == "spotify"
            and f"{row['title']}/{row['artist']}" == song
        ]  # fmt: skip
        assert len(shown) >= number - len(hidden_by_spotify_itself), (make, song)
